"""Second signatures: a change is asked for, signed by another operator, and that is taken in, all as files."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from console.domain.attestation import envelope, statement
from console.domain.canonical_json import canonical_json
from console.domain.change import Approval, ChangeState
from console.domain.change_form import change_form, read_change, read_time, written_time
from console.domain.policy.plan_digest import plan_digest
from console.domain.policy_verdict import PolicyNeed
from console.kernel.errors import ChangeRefused, ConsoleError, UserError
from console.kernel.i18n import t
from resources.trail.signed_note import Key, read_key
from resources.trail.verify_trail import check_envelope

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.domain.change import Change
    from console.estate.schema.estate import Estate
    from console.services.trail_book import TrailBook

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

    def __init__(self, estate: Estate, trail: Callable[[], TrailBook], actor: str) -> None:
        self._estate, self._trail, self._actor = estate, trail, actor
        self._operators = tuple((one.name, read_key(one.key)) for one in estate.operators)

    @property
    def is_possible(self) -> bool:
        """Return whether the estate names operators."""
        return bool(self._operators)

    @property
    def mark(self) -> str:
        """Return the eight hexadecimal digits of this console's key; raise ``ConsoleError`` when there is none."""
        return self._own_key().mark.hex()

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
        key, form = self._own_key(), change_form(change)
        return self._enveloped(REQUEST, change, {"change": form, "plan": plan_digest(change), "key": key.text})

    def read(self, text: str) -> SignatureRequest:
        """Return what a file asks for; raise ``ChangeRefused`` when it was altered, ``UserError`` when it is none."""
        told = _statement(text, REQUEST)
        try:
            change, key = read_change(told["change"]), read_key(str(told["key"]))
            plan = str(told["plan"])
        except (KeyError, TypeError, ValueError) as error:
            raise _no_file(error) from error
        _signed_by(text, [key])
        if plan != plan_digest(change) or change.estate != self._estate.name:
            raise ChangeRefused(
                t("The file is about the estate {estate}, or was altered.", estate=change.estate),
                t("Ask for it again: cell-console change export"),
            )
        return SignatureRequest(change, self._name_of(key), key)

    # --- signing --------------------------------------------------------------------------------------------------

    def sign(self, request: SignatureRequest, now_s: float) -> str:
        """Return the file with this operator's signature; raise ``ChangeRefused`` when it is not theirs to give."""
        key, change = self._own_key(), request.change
        name = self._name_of(key)
        if not name:
            raise ChangeRefused(
                t("The estate {estate} does not name you as an operator.", estate=self._estate.name),
                t("Add your name and this key to its operators: {key}", key=key.text),
            )
        if not request.proposer:
            raise ChangeRefused(
                t("Nobody knows who proposes {id}: its key is of no operator of the estate.", id=change.id),
                t("Add the proposer's key to the estate's operators, or have the change proposed by one of them."),
            )
        if self._is_same(key, request.key, change.actor, self._actor):
            raise _same_person(change)
        hours = self._estate.policy_limits.signature_hours
        told = {
            "change": change.id,
            "plan": plan_digest(change),
            "proposer": request.key.text,
            "actor": self._actor,
            "operator": name,
            "at": written_time(now_s),
            "expires": written_time(now_s + hours * 3600),
        }
        return self._enveloped(APPROVAL, change, told)

    # --- taking in ------------------------------------------------------------------------------------------------

    def change_of(self, text: str) -> str:
        """Return the id of the change that a file signs; raise ``UserError`` when it is none."""
        return str(_statement(text, APPROVAL).get("change", ""))

    def take(self, change: Change, text: str, now_s: float) -> Approval:
        """Return the approval of a file; raise ``ChangeRefused`` when it does not count for ``change``."""
        approval = self._approval(text)
        self.check(change, approval, now_s)
        return approval

    def check(self, change: Change, approval: Approval, now_s: float) -> str:
        """Return the operator who signed; raise ``ChangeRefused`` when the signature does not count (any more)."""
        told = _statement(approval.signature, APPROVAL)
        key = _signed_by(approval.signature, [key for _, key in self._operators])
        if told.get("change") != change.id or told.get("plan") != plan_digest(change):
            raise ChangeRefused(
                t("It was given for another plan than {id} as it is now.", id=change.id),
                t("Ask for a signature of this one: cell-console change export {id}", id=change.id),
            )
        try:
            at_s, expires_s = read_time(str(told["at"])), read_time(str(told["expires"]))
        except (KeyError, ValueError) as error:
            raise _no_file(error) from error
        longest_s = self._estate.policy_limits.signature_hours * 3600
        if not at_s - 300 <= now_s < min(expires_s, at_s + longest_s):
            raise ChangeRefused(
                t("It expired, or is of the future: it counts from {at} to {to}.", at=told["at"], to=told["expires"]),
                t("Ask for a new one: cell-console change export {id}", id=change.id),
            )
        if self._is_same(key, self._own_key(), change.actor, str(told.get("actor", ""))):
            raise _same_person(change)
        return self._name_of(key)

    def _approval(self, text: str) -> Approval:
        told = _statement(text, APPROVAL)
        try:
            actor = f"{told['operator']} ({told['actor']})"
            return Approval(actor, read_time(str(told["at"])), str(told["plan"]), _one_line(text))
        except (KeyError, ValueError) as error:
            raise _no_file(error) from error

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

    # --- inside ---------------------------------------------------------------------------------------------------

    def _own_key(self) -> Key:
        book = self._trail()
        return book.key.signer().key(book.origin or "cell-console.local")

    def _name_of(self, key: Key) -> str:
        return next((name for name, one in self._operators if one.public == key.public), "")

    def _is_same(self, one: Key, other: Key, actor: str, by: str) -> bool:
        """Return whether a signer and a proposer are one person: by key, by the operator's name, or by login."""
        same_name = self._name_of(one) == self._name_of(other) != ""
        return one.public == other.public or same_name or actor == by

    def _enveloped(self, kind: str, change: Change, predicate: dict[str, Any]) -> str:
        key = self._own_key()
        content = canonical_json(predicate).encode("utf-8", "replace")
        said = statement(change.id, content, kind, predicate)
        return (
            json.dumps(envelope(said, f"{key.name}+{key.mark.hex()}", self._trail().key.signer().sign), indent=1) + "\n"
        )


def _statement(text: str, kind: str) -> dict[str, Any]:
    """Return what a file says, whoever signed it; raise ``UserError`` unless it is of that kind."""
    try:
        said = json.loads(base64.b64decode(json.loads(text)["payload"], validate=True))
        if said["predicateType"] != kind:
            raise ValueError(said["predicateType"])
        return dict(said["predicate"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _no_file(error) from error


def _signed_by(text: str, keys: Sequence[Key]) -> Key:
    """Return the key whose signature a file carries; raise ``ChangeRefused`` when none of ``keys`` has signed it."""
    form = json.loads(text)
    for key in keys:
        try:
            check_envelope(form, [key])
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        return key
    raise ChangeRefused(
        t("The signature is wrong, or by a key that the estate does not name."),
        t("It was altered, or its operator is missing in the estate: ask for it again."),
    )


def _one_line(text: str) -> str:
    return json.dumps(json.loads(text), separators=(",", ":"))


def _no_file(error: Exception) -> UserError:
    return UserError(
        t("The file cannot be read as a request or a signature: {why}.", why=repr(str(error)[:100])),
        t("cell-console change export and cell-console change approve write such files."),
    )


def _same_person(change: Change) -> ChangeRefused:
    return ChangeRefused(
        t("The change {id} was proposed by the same person who signed it.", id=change.id),
        t("Another operator of the estate has to sign."),
    )
