"""The Merkle tree of a log (RFC 6962) and proofs of inclusion in it (RFC 9162, 2.1.3)."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


class Tree:
    """The tree over the lines so far: only its right edge is kept."""

    def __init__(self) -> None:
        self.size = 0
        self.edge: list[bytes] = []

    def add(self, line: bytes) -> None:
        """Take the next line (its bytes without the line end)."""
        node, number = sha256(b"\0" + line).digest(), self.size
        while number & 1:
            node, number = sha256(b"\1" + self.edge.pop() + node).digest(), number >> 1
        self.edge.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Return the hash of the whole."""
        if not self.edge:
            return sha256(b"").digest()
        node = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            node = sha256(b"\1" + left + node).digest()
        return node


def root_by_path(line: bytes, index: int, size: int, path: Iterable[bytes]) -> bytes:
    """Return the root that an inclusion proof (RFC 9162, 2.1.3.2) leads to; raise ``ValueError`` when it is none."""
    node, number, last = sha256(b"\0" + line).digest(), index, size - 1
    for sibling in path:
        if last <= 0:
            raise ValueError("path too long")
        if number & 1 or number == last:
            node = sha256(b"\1" + sibling + node).digest()
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            node = sha256(b"\1" + node + sibling).digest()
        number, last = number >> 1, last >> 1
    if last or not 0 <= index < size:
        raise ValueError("path too short")
    return node
