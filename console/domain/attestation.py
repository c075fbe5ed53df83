"""Attestations: in-toto Statements (v1) about changes and files, in signed DSSE envelopes."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from console.domain.canonical_json import canonical_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PAYLOAD = "application/vnd.in-toto+json"
STATEMENT = "https://in-toto.io/Statement/v1"
CHANGE = "urn:cell-console:predicate:change:1"
FILE = "urn:cell-console:predicate:file:1"


def statement(name: str, content: bytes, predicate_type: str, predicate: Mapping[str, Any]) -> dict[str, Any]:
    """Return the statement that ``predicate`` is true of ``content``, which is known by ``name``."""
    subject = {"name": name, "digest": {"sha256": sha256(content).hexdigest()}}
    return {"_type": STATEMENT, "subject": [subject], "predicateType": predicate_type, "predicate": dict(predicate)}


def envelope(said: Mapping[str, Any], key_id: str, sign: Callable[[bytes], bytes]) -> dict[str, Any]:
    """Return a statement in a DSSE envelope; ``sign`` gives the Ed25519 signature of bytes."""
    body, kind = canonical_json(said).encode(), PAYLOAD.encode()
    signature = sign(b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(body), body))
    return {
        "payload": base64.b64encode(body).decode(),
        "payloadType": PAYLOAD,
        "signatures": [{"keyid": key_id, "sig": base64.b64encode(signature).decode()}],
    }
