"""Takes the README's screenshot of a running demonstration: ``make screenshot``.

``python -m tests.screenshots URL FOLDER [PATH ...]`` takes any pages, signed in as an officer.
"""

import sys
from pathlib import Path

from playwright.sync_api import Page

from service.demo.accounts import EMAILS, PASSWORD
from service.domain.accounts import Role
from tests.browser import chromium


def sign_in(page: Page, url: str, role: Role) -> None:
    """Sign in as one of the demonstration's people."""
    page.goto(f"{url}/sign-in")
    page.fill("input[name=email]", EMAILS[role])
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")


def take(url: str, folder: Path, paths: list[str], *, role: Role, width: int) -> list[Path]:
    """A picture of each page, whole."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": width, "height": 900})
        sign_in(page, url, role)
        files = []
        for path in paths:
            page.goto(url + path)
            name = path.strip("/").replace("/", "-").replace("?", "-") or "start"
            files.append(folder / f"{role}-{name}-{width}.png")
            page.screenshot(path=files[-1], full_page=True)
    return files


if __name__ == "__main__":
    address, where, *wanted = sys.argv[1:]
    role, width = Role.OFFICER, 1100
    while wanted and wanted[0].startswith("--"):
        option, _, value = wanted.pop(0).partition("=")
        role = Role(value) if option == "--role" else role
        width = int(value) if option == "--width" else width
    for file in take(address, Path(where), wanted or ["/"], role=role, width=width):
        print(file)  # noqa: T201
