"""The cells that a report or a list is asked to be about."""

from console.cli.invocation import Invocation
from console.kernel.errors import UserError
from console.kernel.i18n import t


def check_cells(invocation: Invocation, cells: tuple[str, ...]) -> None:
    """Raise ``UserError`` for a cell that the estate does not have."""
    if not cells:
        return
    known = [one.key for one in invocation.load_estate().estate.cells]
    for one in cells:
        if one not in known:
            raise UserError(
                t("The estate has no cell {key}.", key=repr(one)), t("Known are: {names}.", names=", ".join(known))
            )
