"""Blocks of a Prometheus database on disk."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from console.lab.backfill.span import Span

_DRAFT = ".draft"


@dataclass(frozen=True, slots=True)
class Block:
    """A block's folder (its name is the block's ULID) and the time that it covers."""

    folder: Path
    span: Span

    def link_into(self, folder: Path) -> None:
        """Put the block into another database at once and whole; hard links, or copies between file systems.

        Prometheus never changes a block's files, it only unlinks them, so that the original stays as it is.
        """
        target = folder / self.folder.name
        if target.exists():
            return
        draft = folder / f"{self.folder.name}{_DRAFT}"
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(self.folder, draft, copy_function=_link)
        draft.rename(target)

    def move_into(self, folder: Path) -> "Block":
        """Move the block's folder, which must be on the same file system, and return it at its new place."""
        target = folder / self.folder.name
        self.folder.rename(target)
        return Block(target, self.span)


def read_blocks(folder: Path) -> tuple[Block, ...]:
    """Return the whole blocks below ``folder``, oldest first; what is not one is passed over."""
    blocks = []
    for meta in folder.glob("*/meta.json"):
        if meta.parent.suffix:
            continue
        try:
            content = json.loads(meta.read_text(encoding="utf-8"))
            # `maxTime` is exclusive and one millisecond after the last sample, `minTime` is the first sample itself.
            span = Span(content["minTime"] / 1000 - 0.001, content["maxTime"] / 1000 - 0.001)
        except (OSError, ValueError, KeyError, TypeError):
            continue
        blocks.append(Block(meta.parent, span))
    return tuple(sorted(blocks, key=lambda block: block.span.start_s))


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
