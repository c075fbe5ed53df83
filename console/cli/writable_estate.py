"""The estate whose file a command is to write: never with ``--read-only``."""

from typing import TYPE_CHECKING

from console.cli.invocation import Invocation
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.estate.load import LoadedEstate


def writable_estate(invocation: Invocation) -> "LoadedEstate":
    """Return the estate whose file may be written; raise ``ChangeRefused``."""
    if invocation.read_only:
        raise ChangeRefused(t("The console runs with --read-only: every change is forbidden."))
    return invocation.load_estate()
