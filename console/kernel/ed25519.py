"""Ed25519 signatures, by the ``cryptography`` package."""

from __future__ import annotations


def new_seed() -> bytes:
    """Return a new private key (32 random bytes)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - heavy

    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_half(seed: bytes) -> bytes:
    """Return the public key of a private one; raise ``ValueError`` when it is none."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - heavy

    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the signature of a message (64 bytes)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - heavy

    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)
