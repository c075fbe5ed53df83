"""Who may approve a step of a run: another person than who began it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from console.kernel.errors import ChangeRefused, ConsoleError, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.services.policy.operator_key import OperatorKey


def typed_approver(operator: OperatorKey, run: RunbookRun, name: str) -> str:
    """Return the name under which somebody who typed it at this computer approves; blocks (keyring).

    Where the estate names operators it must be one of them, and never this console's own, who began the run here.
    Raises ``UserError`` for a name that nobody knows, ``ChangeRefused`` for the person who began the run.
    """
    typed, names = name.strip(), [one for one, _ in operator.operators]
    if not typed or (names and typed not in names):
        raise UserError(
            t("The estate has no operator {name}.", name=repr(typed)),
            t("Its operators: {names}.", names=", ".join(dict.fromkeys(names)) or t("none")),
        )
    own = ""
    with suppress(ConsoleError):  # without a key this console is nobody's
        own = operator.name_of(operator.own())
    if typed in {run.actor, run.actor.partition("@")[0], own}:
        raise ChangeRefused(
            t("{actor} cannot approve this: it takes another person.", actor=typed),
            t("Ask somebody else to approve it."),
        )
    return typed
