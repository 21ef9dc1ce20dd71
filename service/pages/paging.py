"""A long list in pages of 25."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from service.pages.forms import number_in

SIZE = 25
_MOST = 1_000_000


@dataclass(frozen=True)
class Paging:
    """One page of a list: which rows it holds and how to reach the others."""

    page: int
    """From 1."""
    n_total: int
    path: str
    query: Mapping[str, str]
    """What filters the list, to be kept from page to page."""

    @property
    def n_pages(self) -> int:
        """At least 1."""
        return max(1, -(-self.n_total // SIZE))

    @property
    def limit(self) -> int:
        """Rows to read."""
        return SIZE

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * SIZE

    @property
    def words(self) -> str:
        """Which rows are shown: "Showing 26 to 50 of 412"."""
        last = min(self.offset + SIZE, self.n_total)
        return f"Showing {self.offset + 1:,} to {last:,} of {self.n_total:,}"

    @property
    def links(self) -> dict[str, Any] | None:
        """What the design system's pagination asks for; None when one page holds all."""
        if self.n_pages == 1:
            return None
        links: dict[str, Any] = {"items": list(self._items())}
        if self.page > 1:
            links["previous"] = {"href": self._address(self.page - 1)}
        if self.page < self.n_pages:
            links["next"] = {"href": self._address(self.page + 1)}
        return links

    def _items(self) -> list[dict[str, Any]]:
        """The first, the last, and the neighbours of this page; dots where some are left out."""
        near = {1, self.page - 1, self.page, self.page + 1, self.n_pages}
        shown = sorted(page for page in near if 1 <= page <= self.n_pages)
        items: list[dict[str, Any]] = []
        for before, page in zip([0, *shown], shown, strict=False):
            if page - before > 1:
                items.append({"ellipsis": True})
            address = self._address(page)
            items.append({"number": page, "href": address, "current": page == self.page})
        return items

    def _address(self, page: int) -> str:
        return f"{self.path}?{urlencode({**self.query, 'page': page})}"


def paging(path: str, query: Mapping[str, str], n_total: int) -> Paging:
    """The page that a query string asks for, or the nearest one that there is."""
    kept = {name: value for name, value in query.items() if value and name != "page"}
    asked = number_in(query.get("page"), 1, _MOST) or 1
    n_pages = max(1, -(-n_total // SIZE))
    return Paging(min(asked, n_pages), n_total, path, kept)
