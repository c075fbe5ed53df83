"""Checkpoints of the trail as they are written: C2SP tlog-checkpoint in a signed note."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, NamedTuple

from resources.trail.signed_note import Key

if TYPE_CHECKING:
    from collections.abc import Callable


class NoteSigner(NamedTuple):
    """An Ed25519 key that can sign: its public half (32 bytes), and what makes a signature of bytes."""

    public: bytes
    sign: Callable[[bytes], bytes]

    def key(self, origin: str) -> Key:
        """Return the verifier key under the name of a trail."""
        return Key(origin, self.public)


def checkpoint_note(origin: str, size: int, root: bytes, signer: NoteSigner | None) -> str:
    """Return the checkpoint over the first ``size`` records; without a signer a note without a signature."""
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    if signer is None:
        return text + "\n"
    raw = signer.key(origin).mark + signer.sign(text.encode())
    return f"{text}\n— {origin} {base64.b64encode(raw).decode()}\n"
