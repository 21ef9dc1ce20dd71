"""Sites for the tests of actions on a county: those of the pages' tests."""

from tests.pages.conftest import site

__all__ = ["site"]
