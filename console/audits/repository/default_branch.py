"""How the default branch of a repository is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout


def default_branch(checkout: Checkout) -> str:
    """Return the name of the default branch, as the forge tells it or the clone; empty when neither does."""
    head = checkout.repository / "HEAD"
    here = head.read_text("utf-8", "surrogateescape").strip() if head.is_file() else ""
    name = here.removeprefix("ref: refs/heads/")
    return checkout.forge.default_branch or (name if name != here else "")
