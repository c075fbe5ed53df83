"""The key with which this console's operator signs, and the files that operators exchange."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from console.domain.attestation import envelope, statement
from console.domain.canonical_json import canonical_json
from console.kernel.errors import ChangeRefused, UserError
from console.kernel.i18n import t
from console.kernel.json_fault import json_fault
from resources.trail.signed_note import Key, read_key
from resources.trail.verify_trail import check_envelope

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.estate.schema.estate import Estate
    from console.services.trail_book import TrailBook


class OperatorKey:
    """One per open estate; ``actor`` is the login that sits here. Blocks (keyring, disk); any thread."""

    def __init__(self, estate: Estate, trail: Callable[[], TrailBook], actor: str) -> None:
        self.estate, self.actor, self._trail = estate, actor, trail
        self.operators = tuple((one.name, read_key(one.key)) for one in estate.operators)

    def own(self) -> Key:
        """Return this console's public key; raise ``ConsoleError`` when there is none."""
        book = self._trail()
        return book.key.signer().key(book.origin or "cell-console.local")

    def name_of(self, key: Key) -> str:
        """Return the operator of a key; empty when the estate names none."""
        return next((name for name, one in self.operators if one.public == key.public), "")

    def is_same(self, one: Key, other: Key, actor: str, by: str) -> bool:
        """Return whether a signer and a proposer are one person: by key, by the operator's name, or by login."""
        same_name = self.name_of(one) == self.name_of(other) != ""
        return one.public == other.public or same_name or actor == by

    def demand_other(self, proposer: Key, actor: str, subject: str) -> str:
        """Return this operator's name; raise ``ChangeRefused`` when ``subject`` is not theirs to sign."""
        key = self.own()
        if not self.name_of(key):
            raise ChangeRefused(
                t("The estate {estate} does not name you as an operator.", estate=self.estate.name),
                t("Add your name and this key to its operators: {key}", key=key.text),
            )
        if not self.name_of(proposer):
            raise ChangeRefused(
                t("Nobody knows who proposes {id}: its key is of no operator of the estate.", id=subject),
                t("Add the proposer's key to the estate's operators, or have the change proposed by one of them."),
            )
        if self.is_same(key, proposer, actor, self.actor):
            raise same_person(subject)
        return self.name_of(key)

    def enveloped(self, kind: str, subject: str, predicate: dict[str, Any]) -> str:
        """Return a file that says ``predicate`` of ``subject``, signed by this console."""
        key = self.own()
        content = canonical_json(predicate).encode("utf-8", "replace")
        said = statement(subject, content, kind, predicate)
        signed = envelope(said, f"{key.name}+{key.mark.hex()}", self._trail().key.signer().sign)
        return json.dumps(signed, indent=1) + "\n"


def kind_of(text: str) -> str:
    """Return the predicate type of a file, whoever signed it; raise ``UserError`` when it is none of ours."""
    return str(_said(text)["predicateType"])


def read_predicate(text: str, kind: str) -> dict[str, Any]:
    """Return what a file says, whoever signed it; raise ``UserError`` unless it is of that kind."""
    said = _said(text)
    if said["predicateType"] != kind:
        raise no_file(ValueError(said["predicateType"]))
    return dict(said["predicate"])


def _said(text: str) -> dict[str, Any]:
    try:
        said = json.loads(base64.b64decode(json.loads(text)["payload"], validate=True))
        return {"predicateType": said["predicateType"], "predicate": dict(said["predicate"])}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise no_file(error) from error


def signed_by(text: str, keys: Sequence[Key]) -> Key:
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


def one_line(text: str) -> str:
    """Return a file as it is kept in a journal."""
    return json.dumps(json.loads(text), separators=(",", ":"))


def no_file(error: Exception) -> UserError:
    """Return what is said of a file that is neither a request nor a signature."""
    return UserError(
        t(
            "The file cannot be read as a request or a signature: {why}.",
            why=json_fault(error) or repr(str(error)[:100]),
        ),
        t("cell-console change export and cell-console change approve write such files."),
    )


def same_person(subject: str) -> ChangeRefused:
    """Return the refusal of a signature by whoever proposed it."""
    return ChangeRefused(
        t("The change {id} was proposed by the same person who signed it.", id=subject),
        t("Another operator of the estate has to sign."),
    )
