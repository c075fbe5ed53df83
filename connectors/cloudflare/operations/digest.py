"""A short name for the state of what an operation touches."""

import hashlib
from typing import Any

import msgspec


def digest_of(value: Any) -> str:
    """Return a digest of plain values that is equal exactly when they are."""
    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()[:24]
