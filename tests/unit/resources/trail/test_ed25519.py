"""Signatures are checked as RFC 8032 says, with and without a library. Proves L7.5."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.kernel.ed25519 import new_seed, public_half, sign
from resources.trail.ed25519 import ed25519_verify, plain_verify

# RFC 8032, 7.1: secret key, public key, message, signature
VECTORS = (
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
)


@pytest.mark.parametrize("vector", VECTORS, ids=("empty", "one byte", "two bytes"))
def test_the_vectors_of_rfc_8032_hold(vector: tuple[str, str, str, str]) -> None:
    seed, public, message, signature = map(bytes.fromhex, vector)
    assert public_half(seed) == public
    assert sign(seed, message) == signature
    assert plain_verify(public, message, signature)
    assert ed25519_verify(public, message, signature)


@settings(max_examples=15, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 511))
def test_a_flipped_bit_is_found_and_both_ways_agree(message: bytes, bit: int) -> None:
    seed = new_seed()
    signature = bytearray(sign(seed, message))
    assert plain_verify(public_half(seed), message, bytes(signature))
    signature[bit // 8] ^= 1 << bit % 8
    assert not plain_verify(public_half(seed), message, bytes(signature))
    assert not ed25519_verify(public_half(seed), message, bytes(signature))


@pytest.mark.parametrize("broken", [b"", b"\xff" * 64, b"\0" * 63, b"\0" * 65])
def test_what_is_no_signature_is_refused(broken: bytes) -> None:
    public = public_half(new_seed())
    assert not plain_verify(public, b"x", broken)
    assert not plain_verify(b"\xff" * 32, b"x", bytes(64))


def test_a_scalar_beyond_the_order_is_refused() -> None:
    """RFC 8032, 5.1.7: else a signature could be changed into another good one."""
    _seed, public, message, signature = map(bytes.fromhex, VECTORS[1])
    order = 2**252 + 27742317777372353535851937790883648493
    moved = (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")
    assert not plain_verify(public, message, signature[:32] + moved)
