"""Who may approve a step of a run: another person than who began it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.errors import ChangeRefused, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.services.policy.operator_key import OperatorKey


def typed_approver(operator: OperatorKey, run: RunbookRun, name: str) -> str:
    """Return the name under which somebody who typed it at this computer approves.

    Only where the estate names no operators: where it does, another one signs. Raises ``UserError`` for no name,
    ``ChangeRefused`` for the person who began the run, and where a signature is needed.
    """
    typed = name.strip()
    if operator.operators:
        raise ChangeRefused(
            t("The estate {estate} names its operators: one of them has to sign.", estate=operator.estate.name),
            t("Ask for it: cell-console runbook export {id}", id=run.id),
        )
    if not typed:
        raise UserError(t("Nobody is named."), t("Type the name of who approves."))
    if typed in {run.actor, run.actor.partition("@")[0]}:
        raise ChangeRefused(
            t("{actor} cannot approve this: it takes another person.", actor=typed),
            t("Ask somebody else to approve it."),
        )
    return typed
