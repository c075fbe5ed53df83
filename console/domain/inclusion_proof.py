"""Proof that one record of the trail is among the first ``size`` of them (RFC 6962, 2.1.1)."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Receipt(NamedTuple):
    """A record with its proof: whoever trusts the key of ``checkpoint`` (a signed note) needs nothing else."""

    record: str
    sequence: int
    path: tuple[str, ...]
    checkpoint: str

    def form(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {**self._asdict(), "path": list(self.path)}


def leaf_hash(line: bytes) -> bytes:
    """Return the leaf of a line."""
    return sha256(b"\0" + line).digest()


def inclusion_path(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the siblings from a leaf up to the root of the tree over ``leaves``."""
    path, level = [], list(leaves)
    while len(level) > 1:
        if index ^ 1 < len(level):
            path.append(level[index ^ 1])
        pairs = [sha256(b"\1" + one + two).digest() for one, two in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(level) - len(level) % 2 :]
        index //= 2
    return tuple(path)
