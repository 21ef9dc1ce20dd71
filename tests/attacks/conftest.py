"""Sites for the attacks: those of the pages' tests."""

from tests.pages.conftest import reading_site, site

__all__ = ["reading_site", "site"]
