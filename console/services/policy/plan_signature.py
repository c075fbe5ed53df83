"""One second signature for all steps of a rollout: asked for, given, and held against each of its changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.change_form import read_time, written_time
from console.domain.rollouts.signed_plan import SignedPlan, read_signed_plan
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t
from console.services.policy.operator_key import no_file, read_predicate, same_person, signed_by
from console.services.policy.second_signature import approval_of
from resources.trail.signed_note import Key, read_key

if TYPE_CHECKING:
    from console.domain.change import Approval, Change
    from console.domain.rollouts.rollout_run import RolloutRun
    from console.services.policy.operator_key import OperatorKey

REQUEST = "urn:cell-console:predicate:rollout-request:1"
APPROVAL = "urn:cell-console:predicate:rollout-approval:1"
_EARLY_S = 300


class PlanRequest(NamedTuple):
    """A plan that ``proposer`` (an operator's name, ``""``: nobody that the estate knows) asks a signature for."""

    signed: SignedPlan
    proposer: str
    key: Key


class PlanSignature:
    """One per open estate. It counts for the hours of the estate's limits and as long as the stages last."""

    def __init__(self, operator: OperatorKey) -> None:
        self._operator = operator

    def ask(self, run: RolloutRun) -> str:
        """Return the file that asks for a signature; raise ``ConsoleError`` when this console has no key."""
        if run.is_over:
            raise ChangeRefused(t("The rollout {id} is over.", id=run.id), t("Begin another one."))
        signed = SignedPlan.of(run)
        told = {"run": signed.form(), "plan": signed.digest, "key": self._operator.own().text}
        return self._operator.enveloped(REQUEST, run.id, told)

    def read(self, text: str) -> PlanRequest:
        """Return what a file asks for; raise ``ChangeRefused`` when it was altered, ``UserError`` when it is none."""
        told = read_predicate(text, REQUEST)
        try:
            signed, key = read_signed_plan(told["run"]), read_key(str(told["key"]))
            digest = str(told["plan"])
        except (KeyError, TypeError, ValueError) as error:
            raise no_file(error) from error
        signed_by(text, [key])
        if digest != signed.digest or signed.estate != self._operator.estate.name:
            raise ChangeRefused(
                t("The file is about the estate {estate}, or was altered.", estate=signed.estate),
                t("Ask for it again: cell-console rollout export"),
            )
        return PlanRequest(signed, self._operator.name_of(key), key)

    def sign(self, request: PlanRequest, now_s: float) -> str:
        """Return the file with this operator's signature; raise ``ChangeRefused`` when it is not theirs to give."""
        signed = request.signed
        name = self._operator.demand_other(request.key, signed.actor, signed.rollout)
        told = {
            "run": signed.form(),
            "plan": signed.digest,
            "proposer": request.key.text,
            "actor": self._operator.actor,
            "operator": name,
            "at": written_time(now_s),
            "expires": written_time(now_s + self._longest_s(signed)),
        }
        return self._operator.enveloped(APPROVAL, signed.rollout, told)

    def _longest_s(self, signed: SignedPlan) -> float:
        return self._operator.estate.policy_limits.signature_hours * 3600 + signed.lasts_s

    def run_of(self, text: str) -> str:
        """Return the id of the rollout that a file signs; raise ``UserError`` when it is none."""
        return self._signed(text).rollout

    def take(self, run: RolloutRun, text: str, now_s: float) -> Approval:
        """Return the approval of a file; raise ``ChangeRefused`` when it does not count for ``run``."""
        approval = approval_of(text, read_predicate(text, APPROVAL))
        self._check(SignedPlan.of(run), approval, now_s)
        return approval

    def check(self, change: Change, approval: Approval, now_s: float) -> str:
        """Return who signed the plan of which ``change`` is a step; ``ChangeRefused``: it does not count."""
        signed = self._signed(approval.signature)
        if signed.rollout != change.part_of or signed.estate != change.estate or not signed.covers(change.operation):
            raise ChangeRefused(
                t("It was given for the rollout {id}, of which this is no step.", id=signed.rollout),
                t("Have this change signed by itself: cell-console change export ID"),
            )
        return self._check(signed, approval, now_s)

    def _check(self, signed: SignedPlan, approval: Approval, now_s: float) -> str:
        told = read_predicate(approval.signature, APPROVAL)
        key = signed_by(approval.signature, [key for _, key in self._operator.operators])
        again = t("Ask for a new one: cell-console rollout export {id}", id=signed.rollout)
        if told.get("plan") != signed.digest or self._signed(approval.signature) != signed:
            raise ChangeRefused(t("It was given for another plan than {id} has.", id=signed.rollout), again)
        try:
            at_s, expires_s = read_time(str(told["at"])), read_time(str(told["expires"]))
            proposer = read_key(str(told["proposer"]))
        except (KeyError, ValueError) as error:
            raise no_file(error) from error
        if not at_s - _EARLY_S <= now_s < min(expires_s, at_s + self._longest_s(signed)):
            raise ChangeRefused(
                t("It expired, or is of the future: it counts from {at} to {to}.", at=told["at"], to=told["expires"]),
                again,
            )
        if self._operator.is_same(key, proposer, signed.actor, str(told.get("actor", ""))):
            raise same_person(signed.rollout)
        return self._operator.name_of(key)

    def _signed(self, text: str) -> SignedPlan:
        return read_signed_plan(read_predicate(text, APPROVAL).get("run", {}))
