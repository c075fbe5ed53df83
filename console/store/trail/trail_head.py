"""Where the trail ends: what is needed to write on without reading all of it again."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from console.domain.trail_record import line_hash
from console.kernel.errors import ConsoleError
from console.kernel.paths import write_private
from console.kernel.prepared import prepared
from resources.trail.merkle_tree import Tree
from resources.trail.trail_check import FIRST

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.trail_record import TrailForm

REMEMBERED = 128


class _Saved(msgspec.Struct):
    size: int
    edge: list[str]
    last: str
    file: int
    offset: int
    once: list[str]


@dataclass(slots=True)
class TrailHead:
    """``file`` and ``offset`` are where the next reading begins, ``once`` the events that are written only once.

    ``torn``: the last line cannot be read, because a crash tore it.
    """

    tree: Tree = field(default_factory=Tree)
    last: str = FIRST
    file: int = 1
    offset: int = 0
    once: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    torn: bool = False

    def take(self, line: bytes, form: TrailForm | None) -> None:
        """Go on by one line, which says ``form``; ``None``: it cannot be read."""
        self.tree.add(line)
        self.last, self.torn = line_hash(line), form is None
        if form is not None and form.once:
            self.once.append(form.once)

    def save(self, file: Path) -> None:
        """Keep it; raise ``ConsoleError`` when the disk refuses."""
        edge = [one.hex() for one in self.tree.edge]
        saved = _Saved(self.tree.size, edge, self.last, self.file, self.offset, list(self.once))
        write_private(file, msgspec.json.encode(saved).decode())


def saved_head(file: Path, size: int, root: bytes) -> TrailHead:
    """Return what was kept if it fits a checkpoint (its size and root); else a new one, which reads from the start."""
    try:
        found = msgspec.json.decode(file.read_bytes(), type=prepared(_Saved))
        tree = Tree()
        tree.size, tree.edge = found.size, [bytes.fromhex(one) for one in found.edge]
    except (OSError, ValueError, RecursionError, ConsoleError):
        return TrailHead()
    if size == 0 or tree.size != size or tree.root() != root:
        return TrailHead()
    return TrailHead(tree, found.last, found.file, found.offset, deque(found.once, REMEMBERED))
