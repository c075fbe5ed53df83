"""Second signatures: a change is asked for, signed by another operator, and that is taken in, all as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.change import Approval, ChangeState
from console.domain.change_form import change_form, read_change, read_time, written_time
from console.domain.policy.plan_digest import plan_digest
from console.domain.policy_verdict import PolicyNeed
from console.kernel.errors import ChangeRefused, ConsoleError
from console.kernel.i18n import t
from console.services.policy.operator_key import no_file, one_line, read_predicate, same_person, signed_by
from resources.trail.signed_note import Key, read_key

if TYPE_CHECKING:
    from console.domain.change import Change
    from console.services.policy.operator_key import OperatorKey

REQUEST = "urn:cell-console:predicate:change-request:1"
APPROVAL = "urn:cell-console:predicate:change-approval:1"
_UNTOUCHED = frozenset({ChangeState.PREVIEWED})


class SignatureRequest(NamedTuple):
    """A change that ``proposer`` (an operator's name, ``""``: nobody that the estate knows) asks a signature for."""

    change: Change
    proposer: str
    key: Key


class SecondSignature:
    """One per open estate; the key of this console's trail signs. Blocks (keyring, disk); any thread."""

    def __init__(self, operator: OperatorKey) -> None:
        self.operator = operator
        self._estate = operator.estate

    @property
    def is_possible(self) -> bool:
        """Return whether the estate names operators."""
        return bool(self.operator.operators)

    # --- asking ---------------------------------------------------------------------------------------------------

    def ask(self, change: Change) -> str:
        """Return the file that asks for a signature; raise ``ConsoleError`` when this console has no key."""
        if change.preview is None or change.state not in _UNTOUCHED:
            raise ChangeRefused(
                t("The change {id} does not wait for a signature.", id=change.id),
                t("Plan it anew, then export it: cell-console change plan"),
            )
        if change.policy is not None:  # nobody is asked to sign what is refused all the same
            change.policy.without(PolicyNeed.SIGNATURE).demand()
        key, form = self.operator.own(), change_form(change)
        told = {"change": form, "plan": plan_digest(change), "key": key.text}
        return self.operator.enveloped(REQUEST, change.id, told)

    def read(self, text: str) -> SignatureRequest:
        """Return what a file asks for; raise ``ChangeRefused`` when it was altered, ``UserError`` when it is none."""
        told = read_predicate(text, REQUEST)
        try:
            change, key = read_change(told["change"]), read_key(str(told["key"]))
            plan = str(told["plan"])
        except (KeyError, TypeError, ValueError) as error:
            raise no_file(error) from error
        signed_by(text, [key])
        if plan != plan_digest(change) or change.estate != self._estate.name:
            raise ChangeRefused(
                t("The file is about the estate {estate}, or was altered.", estate=change.estate),
                t("Ask for it again: cell-console change export"),
            )
        return SignatureRequest(change, self.operator.name_of(key), key)

    # --- signing --------------------------------------------------------------------------------------------------

    def sign(self, request: SignatureRequest, now_s: float) -> str:
        """Return the file with this operator's signature; raise ``ChangeRefused`` when it is not theirs to give."""
        change = request.change
        name = self.operator.demand_other(request.key, change.actor, change.id)
        hours = self._estate.policy_limits.signature_hours
        told = {
            "change": change.id,
            "plan": plan_digest(change),
            "proposer": request.key.text,
            "actor": self.operator.actor,
            "operator": name,
            "at": written_time(now_s),
            "expires": written_time(now_s + hours * 3600),
        }
        return self.operator.enveloped(APPROVAL, change.id, told)

    # --- taking in ------------------------------------------------------------------------------------------------

    def change_of(self, text: str) -> str:
        """Return the id of the change that a file signs; raise ``UserError`` when it is none."""
        return str(read_predicate(text, APPROVAL).get("change", ""))

    def take(self, change: Change, text: str, now_s: float) -> Approval:
        """Return the approval of a file; raise ``ChangeRefused`` when it does not count for ``change``."""
        approval = self._approval(text)
        self.check(change, approval, now_s)
        return approval

    def check(self, change: Change, approval: Approval, now_s: float) -> str:
        """Return the operator who signed; raise ``ChangeRefused`` when the signature does not count (any more)."""
        told = read_predicate(approval.signature, APPROVAL)
        key = signed_by(approval.signature, [key for _, key in self.operator.operators])
        if told.get("change") != change.id or told.get("plan") != plan_digest(change):
            raise ChangeRefused(
                t("It was given for another plan than {id} as it is now.", id=change.id),
                t("Ask for a signature of this one: cell-console change export {id}", id=change.id),
            )
        try:
            at_s, expires_s = read_time(str(told["at"])), read_time(str(told["expires"]))
        except (KeyError, ValueError) as error:
            raise no_file(error) from error
        longest_s = self._estate.policy_limits.signature_hours * 3600
        if not at_s - 300 <= now_s < min(expires_s, at_s + longest_s):
            raise ChangeRefused(
                t("It expired, or is of the future: it counts from {at} to {to}.", at=told["at"], to=told["expires"]),
                t("Ask for a new one: cell-console change export {id}", id=change.id),
            )
        if self.operator.is_same(key, self.operator.own(), change.actor, str(told.get("actor", ""))):
            raise same_person(change.id)
        return self.operator.name_of(key)

    def _approval(self, text: str) -> Approval:
        return approval_of(text, read_predicate(text, APPROVAL))

    def counting(self, change: Change, now_s: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the operators whose signatures count, and why the others do not."""
        names: list[str] = []
        refused: list[str] = []
        for approval in change.approvals:
            try:
                names.append(self.check(change, approval, now_s))
            except ConsoleError as error:
                refused.append(error.message)
        return tuple(names), tuple(refused)


def approval_of(text: str, told: dict[str, object]) -> Approval:
    """Return the approval of a file that says ``told``; raise ``UserError`` when something is missing in it."""
    try:
        actor = f"{told['operator']} ({told['actor']})"
        return Approval(actor, read_time(str(told["at"])), str(told["plan"]), one_line(text))
    except (KeyError, ValueError) as error:
        raise no_file(error) from error
