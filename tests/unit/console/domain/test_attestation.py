"""Attestations have the form of in-toto Statement v1 and DSSE, by the protocol's own example. Proves L7.5."""

import base64
import json

from console.domain.attestation import FILE, envelope, statement


def test_what_is_signed_is_the_pre_authentication_encoding_of_dsse() -> None:
    """The DSSE protocol: "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body, with lengths of bytes."""
    signed: list[bytes] = []

    def sign(message: bytes) -> bytes:
        signed.append(message)
        return b"signature"

    said = statement("ファイル", b"abc", FILE, {"size": 3})
    found = envelope(said, "key-1", sign)
    body = base64.b64decode(found["payload"])
    assert signed == [b"DSSEv1 28 application/vnd.in-toto+json " + str(len(body)).encode() + b" " + body]
    assert found["payloadType"] == "application/vnd.in-toto+json"
    assert found["signatures"] == [{"keyid": "key-1", "sig": base64.b64encode(b"signature").decode()}]
    assert json.loads(body) == {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [
            {
                "name": "ファイル",
                "digest": {"sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
            }
        ],
        "predicateType": "urn:cell-console:predicate:file:1",
        "predicate": {"size": 3},
    }
