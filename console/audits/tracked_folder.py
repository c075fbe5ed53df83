"""Folders of a commit: Git tracks files alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout


def tracked_folders(checkout: Checkout) -> frozenset[str]:
    """Return the folders that tracked files are in."""

    def read() -> frozenset[str]:
        return frozenset(one[:place] for one in checkout.paths for place, sign in enumerate(one) if sign == "/")

    return checkout.once("folders", read)
