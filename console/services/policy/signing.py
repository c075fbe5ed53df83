"""A signature on one thing of a run (all of a rollout's plan, a step of a runbook): asked for, given, and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from console.domain.change_form import read_time, written_time
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t
from console.services.policy.operator_key import no_file, read_predicate, same_person, signed_by
from console.services.policy.second_signature import approval_of
from resources.trail.signed_note import Key, read_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.domain.change import Approval
    from console.services.policy.operator_key import OperatorKey

_EARLY_S = 300


class Signable(Protocol):
    """What is signed, to the letter: of which run (``subject``), and for how many seconds beside the usual hours."""

    @property
    def subject(self) -> str: ...
    @property
    def estate(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def lasts_s(self) -> float: ...
    @property
    def digest(self) -> str: ...
    def form(self) -> dict[str, Any]: ...


Signed = TypeVar("Signed", bound=Signable)


class Papers(NamedTuple):
    """The predicates of request and approval, how the signed thing is read, and the command that asks for it."""

    request: str
    approval: str
    read: Callable[[Mapping[str, Any]], Any]
    command: str


class SigningRequest(NamedTuple):
    """Something that ``proposer`` (an operator's name, ``""``: nobody that the estate knows) asks a signature for."""

    signed: Any
    proposer: str
    key: Key


class Signing(Generic[Signed]):
    """One per open estate and kind; a signature counts for the hours of the estate's limits. Blocks (keyring)."""

    def __init__(self, operator: OperatorKey, papers: Papers) -> None:
        self.operator, self._papers = operator, papers

    def asked(self, signed: Signed) -> str:
        """Return the file that asks for a signature; raise ``ConsoleError`` when this console has no key."""
        told = {"run": signed.form(), "plan": signed.digest, "key": self.operator.own().text}
        return self.operator.enveloped(self._papers.request, signed.subject, told)

    def read(self, text: str) -> SigningRequest:
        """Return what a file asks for; raise ``ChangeRefused`` when it was altered, ``UserError`` when it is none."""
        told = read_predicate(text, self._papers.request)
        try:
            signed, key = self._papers.read(told["run"]), read_key(str(told["key"]))
            digest = str(told["plan"])
        except (KeyError, TypeError, ValueError) as error:
            raise no_file(error) from error
        signed_by(text, [key])
        if digest != signed.digest or signed.estate != self.operator.estate.name:
            raise ChangeRefused(
                t("The file is about the estate {estate}, or was altered.", estate=signed.estate),
                t("Ask for it again: {command}", command=self._papers.command),
            )
        return SigningRequest(signed, self.operator.name_of(key), key)

    def sign(self, request: SigningRequest, now_s: float) -> str:
        """Return the file with this operator's signature; raise ``ChangeRefused`` when it is not theirs to give."""
        signed = request.signed
        name = self.operator.demand_other(request.key, signed.actor, signed.subject)
        told = {
            "run": signed.form(),
            "plan": signed.digest,
            "proposer": request.key.text,
            "actor": self.operator.actor,
            "operator": name,
            "at": written_time(now_s),
            "expires": written_time(now_s + self._longest_s(signed)),
        }
        return self.operator.enveloped(self._papers.approval, signed.subject, told)

    def run_of(self, text: str) -> str:
        """Return the id of the run that a file signs; raise ``UserError`` when it is none."""
        return self.signed(text).subject

    def signed(self, text: str) -> Signed:
        """Return what a file signs, whoever did; raise ``UserError`` when it is none."""
        found: Signed = self._papers.read(read_predicate(text, self._papers.approval).get("run", {}))
        return found

    def taken(self, wanted: Signed, text: str, now_s: float) -> Approval:
        """Return the approval of a file; raise ``ChangeRefused`` when it does not count for what is ``wanted``."""
        approval = approval_of(text, read_predicate(text, self._papers.approval))
        self.checked(wanted, approval, now_s)
        return approval

    def checked(self, signed: Signed, approval: Approval, now_s: float) -> str:
        """Return the operator who signed; raise ``ChangeRefused`` when the signature does not count (any more)."""
        told = read_predicate(approval.signature, self._papers.approval)
        key = signed_by(approval.signature, [key for _, key in self.operator.operators])
        again = t("Ask for a new one: {command}", command=f"{self._papers.command} {signed.subject}")
        if told.get("plan") != signed.digest or self.signed(approval.signature) != signed:
            raise ChangeRefused(t("It was given for another plan than {id} has.", id=signed.subject), again)
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
        if self.operator.is_same(key, proposer, signed.actor, str(told.get("actor", ""))):
            raise same_person(signed.subject)
        return self.operator.name_of(key)

    def _longest_s(self, signed: Signed) -> float:
        return self.operator.estate.policy_limits.signature_hours * 3600 + signed.lasts_s
