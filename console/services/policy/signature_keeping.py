"""Keeping the signature of a second operator with its change, in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.change_step import signed
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.change import Approval, Change
    from console.services.change_book import ChangeBook


async def keep_signature(book: ChangeBook, change_id: str, approval: Approval) -> Change:
    """Journal a signature that was checked on a saved change; raise ``ChangeRefused`` once it is applied.

    The same signature again changes nothing. Runs on the I/O loop.
    """
    await book.refresh()
    if any(one.signature == approval.signature for one in book.find(change_id).approvals):
        return book.find(change_id)
    note = t("Signed by {who}.", who=approval.actor)
    return await book.move(change_id, lambda one: signed(one, book.now_s(), approval, note))
