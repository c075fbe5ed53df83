"""Another operator's signature on one step of a run that waits for consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.runbooks.signed_step import SignedStep, read_signed_step
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t
from console.services.policy.signing import Papers, Signing

if TYPE_CHECKING:
    from console.domain.change import Approval
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.services.policy.operator_key import OperatorKey

REQUEST = "urn:cell-console:predicate:runbook-request:1"
APPROVAL = "urn:cell-console:predicate:runbook-approval:1"
_PAPERS = Papers(REQUEST, APPROVAL, read_signed_step, "cell-console runbook export")


class StepSignature(Signing[SignedStep]):
    """One per open estate."""

    def __init__(self, operator: OperatorKey) -> None:
        super().__init__(operator, _PAPERS)

    def ask(self, run: RunbookRun) -> str:
        """Return the file that asks for a signature; raise ``ConsoleError`` when this console has no key."""
        return self.asked(_waiting(run))

    def take(self, run: RunbookRun, text: str, now_s: float) -> Approval:
        """Return the approval of a file; raise ``ChangeRefused`` when it does not count for the step of ``run``."""
        return self.taken(_waiting(run), text, now_s)

    def operator_of(self, approval: Approval, now_s: float) -> str:
        """Return the name of the operator who gave an approval that was taken."""
        return self.checked(self.signed(approval.signature), approval, now_s)


def _waiting(run: RunbookRun) -> SignedStep:
    found = SignedStep.of(run)
    if found is None:
        raise ChangeRefused(
            t("The run {id} waits for nobody's consent.", id=run.id),
            t("See where it stands: cell-console runbook status {id}", id=run.id),
        )
    return found
