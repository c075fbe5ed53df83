"""Verifier keys, signed notes (C2SP signed-note) and checkpoints (C2SP tlog-checkpoint)."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from resources.trail.ed25519 import ed25519_verify


class Key(NamedTuple):
    """An Ed25519 public key with its name, as C2SP signed-note writes it."""

    name: str
    public: bytes

    @property
    def mark(self) -> bytes:
        """The four bytes by which signatures name it."""
        return sha256(self.name.encode() + b"\n\x01" + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """Its written form."""
        return f"{self.name}+{self.mark.hex()}+{base64.b64encode(bytes([1]) + self.public).decode()}"


class Checkpoint(NamedTuple):
    """A promise about the first ``size`` lines. ``signatures`` are (name, mark, signature)."""

    origin: str
    size: int
    root: bytes
    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]
    source: str = ""


def read_key(text: str) -> Key:
    """Return a verifier key from its written form; raise ``ValueError``."""
    name, mark, encoded = text.strip().split("+", 2)
    raw = base64.b64decode(encoded, validate=True)
    key = Key(name, raw[1:])
    if len(raw) != 33 or raw[0] != 1 or key.mark.hex() != mark:
        raise ValueError(text.strip())
    return key


def read_checkpoint(note: str, source: str = "") -> Checkpoint:
    """Return a checkpoint from its signed note; raise ``ValueError``."""
    head, gap, tail = note.rpartition("\n\n")
    origin, size, root, *_more = head.split("\n")
    if not gap or not size.isascii() or not size.isdecimal() or len(size) > 15 or (size != "0" and size[0] == "0"):
        raise ValueError(note[:80])
    signatures = []
    for line in tail.splitlines():
        dash, name, encoded = line.split(" ")
        raw = base64.b64decode(encoded, validate=True)
        if dash != "—" or len(raw) < 5:
            raise ValueError(line[:80])
        signatures.append((name, raw[:4], raw[4:]))
    return Checkpoint(origin, int(size), base64.b64decode(root, validate=True), head + "\n", tuple(signatures), source)


def signer_of(one: Checkpoint, keys: Iterable[Key]) -> Key | None:
    """Return the first of some keys that signed a checkpoint well; raise ``ValueError`` for a bad signature of one."""
    for key in keys:
        for name, mark, signature in one.signatures:
            if (name, mark) == (key.name, key.mark):
                if not ed25519_verify(key.public, one.text.encode(), signature):
                    raise ValueError(key.name)
                return key
    return None
