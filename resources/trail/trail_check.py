"""Checks the lines of a trail: their chain, their numbers, and the checkpoints that were made over them."""

from __future__ import annotations

import binascii
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from resources.trail.merkle_tree import Tree
from resources.trail.signed_note import Checkpoint, Key, read_checkpoint, signer_of

MOST_FINDINGS = 20
NEWEST = 64  # signatures of older checkpoints are not checked: the newest vouches for all lines
FILE_NAME = re.compile(r"trail-(\d{6,9})\.jsonl")
CHECKPOINTS = "checkpoints-000001.jsonl"
HEALED = "trail.healed"
FIRST = "0" * 64


class Finding(NamedTuple):
    """What is wrong: up to which ``record`` (from 0 over all files, -1: none), which ``line`` of ``file`` (from 1)."""

    code: str
    record: int = -1
    file: str = ""
    line: int = 0
    detail: str = ""


class Outcome(NamedTuple):
    """What was found. The first ``signed`` lines are covered by a good signature; ``healed`` were torn by a crash."""

    origin: str
    size: int
    signed: int
    root: str
    key: str
    healed: tuple[int, ...]
    findings: tuple[Finding, ...]


class TrailCheck:
    """``take`` every line in order, then ask for the ``outcome``. ``extra`` are checkpoints known from elsewhere."""

    def __init__(self, keys: Sequence[Key], inside: Iterable[Checkpoint], extra: Iterable[Checkpoint] = ()) -> None:
        self._keys, self._origin = tuple(keys), ""
        self._inside, self._extra = tuple(inside), tuple(extra)
        self._waiting: dict[int, list[Checkpoint]] = {}
        for one in (*self._inside, *self._extra):
            self._waiting.setdefault(one.size, []).append(one)
        self._tree, self._last = Tree(), FIRST
        self._torn: Finding | None = None
        self._good: list[Checkpoint] = []
        self._healed: list[int] = []
        self.findings: list[Finding] = []
        self._compare()

    @property
    def size(self) -> int:
        """How many lines have been taken."""
        return self._tree.size

    def take(self, line: bytes, file: str, number: int) -> None:
        """Take the next line, the ``number``-th of its file."""
        place = (self._tree.size, file, number)
        try:
            record = json.loads(line)
            previous, sequence, kind = record["previous"], record["sequence"], record["kind"]
        except (ValueError, KeyError, TypeError, RecursionError):
            record, previous, sequence, kind = {}, "", -1, ""
        if self._torn is not None:
            healed = kind == HEALED and previous == self._last
            self._healed += [self._torn.record] if healed else []
            self.findings += [] if healed else [self._torn]
            self._torn = None
        if sequence == -1:
            self._torn = Finding("unreadable", *place)
        elif previous != self._last:
            self.findings.append(Finding("chain", *place))
        elif sequence != self._tree.size:
            self.findings.append(Finding("number", *place, detail=str(sequence)[:20]))
        if self._tree.size == 0 and isinstance(record, dict):
            self._origin = _origin(record)
        self._tree.add(line)
        self._last = sha256(line).hexdigest()
        self._compare()

    def _compare(self) -> None:
        """Hold the lines so far against the checkpoints of just so many."""
        for one in self._waiting.pop(self._tree.size, ()):
            if one.root == self._tree.root():
                self._good.append(one)
            elif not any(found.code == "root" and found.file == one.source for found in self.findings):
                since = max((good.size for good in self._good), default=0)
                self.findings.append(Finding("root", one.size - 1, one.source, detail=f"{since}-{one.size - 1}"))

    def outcome(self) -> Outcome:
        """Return what was found. A last line that is torn, and not signed for, is a crash that nobody healed yet."""
        size = self._tree.size
        newest = max(self._good, key=lambda one: one.size, default=None)
        if self._torn is not None:
            if newest is not None and newest.size > self._torn.record:
                self.findings.append(self._torn)
            else:
                self._healed.append(self._torn.record)
        for late in sorted(self._waiting):
            self.findings += [Finding("cut", size - 1, one.source, detail=str(late)) for one in self._waiting[late]]
        signed, key = self._signatures()
        if self._keys and size and not signed and not self.findings:
            self.findings.append(Finding("unsigned", size - 1))
        root = self._tree.root().hex()
        return Outcome(self._origin, size, signed, root, key, tuple(self._healed), _worst(self.findings))

    def _signatures(self) -> tuple[int, str]:
        """Return how many lines are signed for, and by which key."""
        signed, name = 0, ""
        for one in sorted(self._good, key=lambda one: -one.size)[:NEWEST]:
            if self._origin and one.origin != self._origin:
                self.findings.append(Finding("origin", one.size - 1, one.source, detail=one.origin[:200]))
            elif one.signatures and self._keys:
                try:
                    key = signer_of(one, self._keys)
                except ValueError:
                    self.findings.append(Finding("signature", one.size - 1, one.source))
                    continue
                if key is None:
                    stranger = f"{one.signatures[0][0]}+{one.signatures[0][1].hex()}"
                    self.findings.append(Finding("key", one.size - 1, one.source, detail=stranger[:300]))
                elif one.size > signed:
                    signed, name = one.size, f"{key.name}+{key.mark.hex()}"
        return signed, name


def _origin(record: dict[str, Any]) -> str:
    body = record.get("body")
    return str(body.get("origin", "")) if isinstance(body, dict) else ""


def _worst(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: one.record)[:MOST_FINDINGS])


def check_folder(folder: Path, keys: Sequence[Key], extra: Iterable[Checkpoint] = ()) -> Outcome:
    """Check a trail, its copy or an export; raise ``OSError`` when it cannot be read."""
    inside, damaged = checkpoints_of(folder)
    check = TrailCheck(keys, inside, extra)
    check.findings += damaged
    for wanted, (number, file) in enumerate(trail_files(folder), 1):
        if number != wanted:
            check.findings.append(Finding("file", check.size, f"trail-{wanted:06}.jsonl"))
            break
        for at, line in enumerate(lines_of(file), 1):
            check.take(line, file.name, at)
    return check.outcome()


def trail_files(folder: Path) -> list[tuple[int, Path]]:
    """Return the numbers and files of a trail, oldest first."""
    found = ((FILE_NAME.fullmatch(file.name), file) for file in folder.iterdir())
    return sorted((int(name[1]), file) for name, file in found if name)


def lines_of(file: Path) -> Iterator[bytes]:
    """Return the lines of a file without their ends."""
    with file.open("rb") as lines:
        for line in lines:
            if line != b"\n":
                yield line.removesuffix(b"\n")


def checkpoints_of(folder: Path) -> tuple[list[Checkpoint], list[Finding]]:
    """Return the checkpoints that lie beside the lines; one that a crash tore is left out if the next one says so."""
    found, damaged = list[Checkpoint](), list[Finding]()
    file = folder / CHECKPOINTS
    lines = file.read_bytes().split(b"\n") if file.is_file() else []
    for number, line in enumerate(lines, 1):
        try:
            found += [read_checkpoint(json.loads(line)["checkpoint"], CHECKPOINTS)] if line else []
        except (ValueError, KeyError, TypeError, binascii.Error, AttributeError, RecursionError):
            healed = number == len(lines) or sha256(line).hexdigest().encode() in lines[number]
            damaged += [] if healed else [Finding("checkpoint", -1, CHECKPOINTS, number)]
    return found, damaged
