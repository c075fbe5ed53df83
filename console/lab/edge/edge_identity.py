"""Identifiers as the edge provider makes them, the same for the same seed."""

import hashlib


def hex_id(seed: int, what: str) -> str:
    """32 hexadecimal digits."""
    return hashlib.sha256(f"{seed}/{what}".encode()).hexdigest()[:32]


def uuid_id(seed: int, what: str) -> str:
    """36 characters of a UUID."""
    text = hex_id(seed, what)
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"
