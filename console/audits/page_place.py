"""Which places of a repository a link of a page leads to, as a forge shows the page or a site is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.page_link import PAGES
from console.audits.tracked_folder import tracked_folders

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout

_PAGES = (
    ".md",
    ".mdx",
    ".rst",
    ".html",
    ".markdown",
    "/index.md",
    "/README.md",
    "/index.mdx",
    "/index.rst",
    ".ipynb",
    "/_index.md",
)


def is_page(checkout: Checkout, place: str) -> bool:
    """Return whether a folder, or a page that is made into this address, is there."""
    stem = place.removesuffix(".html").rstrip("/")
    return any(f"{stem}{ending}" in checkout.paths for ending in _PAGES) or place in tracked_folders(checkout)


def is_elsewhere(checkout: Checkout, place: str) -> bool:
    """Return whether a place lies below a submodule or a link to a folder, whose files are not tracked there."""
    others = checkout.once(
        "other-folders", lambda: frozenset(one.path for one in checkout.tracked if not one.is_regular)
    )
    return bool(others) and any(place[:end] in others for end, sign in enumerate(place) if sign == "/")


def leads_from_above(checkout: Checkout, page: str, path: str) -> bool:
    """Look a path up from the root and from the folders above the page; an address of a built site leads somewhere."""
    above = page.split("/")[:-1]
    places = ["/".join([*above[:count], path]) for count in range(len(above) + 1)]
    is_there = any(one in checkout.paths or is_page(checkout, one) or is_elsewhere(checkout, one) for one in places)
    return is_there or not path.lower().endswith(PAGES)
