"""One second signature for all steps of a rollout: asked for, given, and held against each of its changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.rollouts.signed_plan import SignedPlan, read_signed_plan
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t
from console.services.policy.signing import Papers, Signing

if TYPE_CHECKING:
    from console.domain.change import Approval, Change
    from console.domain.rollouts.rollout_run import RolloutRun
    from console.services.policy.operator_key import OperatorKey

REQUEST = "urn:cell-console:predicate:rollout-request:1"
APPROVAL = "urn:cell-console:predicate:rollout-approval:1"
_PAPERS = Papers(REQUEST, APPROVAL, read_signed_plan, "cell-console rollout export")


class PlanSignature(Signing[SignedPlan]):
    """One per open estate. It counts for the hours of the estate's limits and as long as the stages last."""

    def __init__(self, operator: OperatorKey) -> None:
        super().__init__(operator, _PAPERS)

    def ask(self, run: RolloutRun) -> str:
        """Return the file that asks for a signature; raise ``ConsoleError`` when this console has no key."""
        if run.is_over:
            raise ChangeRefused(t("The rollout {id} is over.", id=run.id), t("Begin another one."))
        return self.asked(SignedPlan.of(run))

    def take(self, run: RolloutRun, text: str, now_s: float) -> Approval:
        """Return the approval of a file; raise ``ChangeRefused`` when it does not count for ``run``."""
        return self.taken(SignedPlan.of(run), text, now_s)

    def check(self, change: Change, approval: Approval, now_s: float) -> str:
        """Return who signed the plan of which ``change`` is a step; ``ChangeRefused``: it does not count."""
        signed = self.signed(approval.signature)
        if signed.rollout != change.part_of or signed.estate != change.estate or not signed.covers(change.operation):
            raise ChangeRefused(
                t("It was given for the rollout {id}, of which this is no step.", id=signed.rollout),
                t("Have this change signed by itself: cell-console change export ID"),
            )
        return self.checked(signed, approval, now_s)
