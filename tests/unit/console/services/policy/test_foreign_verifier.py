"""What the console signs is verified by the field's own DSSE implementation, and the reverse. Proves L7.5, C3."""

import base64
import json
from pathlib import Path

import pytest
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import CryptoSigner, SSlibKey

from resources.trail.signed_note import Key, read_key
from resources.trail.verify_trail import check_envelope
from tests.fakes.two_operators import NOW_S, TwoOperators, planned_change, public_key


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> TwoOperators:
    """Ann and Bob."""
    return TwoOperators(tmp_path_factory.mktemp("operators"))


def foreign_key(key: Key, key_id: str) -> SSlibKey:
    return SSlibKey(key_id, "ed25519", "ed25519", {"public": key.public.hex()})


def test_requests_and_signatures_are_verified_by_another_implementation(two: TwoOperators) -> None:
    request = two.ann.ask(planned_change())
    approval = two.bob.sign(two.bob.read(request), NOW_S)
    for text, name in ((request, "ann"), (approval, "bob")):
        form = json.loads(text)
        envelope, key_id = Envelope.from_dict(json.loads(text)), form["signatures"][0]["keyid"]
        key = foreign_key(read_key(public_key(two.profiles[name])), key_id)
        assert list(envelope.verify([key], 1)) == [key_id]
        form["payload"] = base64.b64encode(base64.b64decode(form["payload"]) + b" ").decode()
        with pytest.raises(VerificationError):
            Envelope.from_dict(form).verify([key], 1)


def test_what_another_implementation_signs_is_verified_here(two: TwoOperators, tmp_path: Path) -> None:
    signer = CryptoSigner.generate_ed25519()
    payload = b'{"_type": "https://in-toto.io/Statement/v1"}'
    envelope = Envelope(payload, "application/vnd.in-toto+json", {})
    envelope.sign(signer)
    public = bytes.fromhex(signer.public_key.keyval["public"])
    known = read_key(public_key(two.profiles["ann"]))
    key = Key(known.name, public)
    check_envelope(envelope.to_dict(), [key])
    with pytest.raises((ValueError, KeyError)):
        check_envelope(envelope.to_dict(), [known])
