"""The open estate, where its file is to be written: never with ``--read-only``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.services.session import OpenEstate
    from views.page import PageContext


def writable_estate(context: PageContext) -> OpenEstate | None:
    """Return the open estate; ``None`` without one, and with ``--read-only``, which is said."""
    if context.session.open is not None and context.session.read_only:
        context.dialogs.error(ChangeRefused(t("The console runs with --read-only: every change is forbidden.")))
        return None
    return context.session.open
