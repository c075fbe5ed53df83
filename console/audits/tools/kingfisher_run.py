"""Kingfisher over the history of a commit: secrets by their format, never tried out, their text replaced by a hash."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from console.audits.config_digest import config_digest
from console.audits.repository.git_reading import git_output
from console.audits.tools.secret_book import SecretBook, SecretSight
from console.audits.tools.told_number import ToldNumber
from console.audits.tools.tool_reading import ToolReading
from console.audits.tools.tool_run import RunningTool, ToolAnswer, begin_tool, tool_failed, unreadable_answer
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from console.audits.repository.checkout import Checkout

_FOUND_CODES = frozenset({0, 200, 205})
_LONG, _NEWER = 1000, 0.33


class _Rule(msgspec.Struct, frozen=True):
    name: str = ""
    id: str = ""


class _Commit(msgspec.Struct, frozen=True):
    id: str = ""


class _Git(msgspec.Struct, frozen=True):
    commit: _Commit = _Commit()
    repository_url: str = ""


class _Place(msgspec.Struct, frozen=True):
    path: str = ""
    line: ToldNumber = 0
    column_start: ToldNumber = 0
    column_end: ToldNumber = 0
    entropy: str = ""
    git_metadata: _Git = _Git()


class _Summary(msgspec.Struct, frozen=True):
    scan_succeeded: int = 0
    scan_partial: int = 0
    scan_failed: int = 0


class _Audit(msgspec.Struct, frozen=True):
    summary: _Summary = _Summary()


class _Row(msgspec.Struct, frozen=True):
    rule: _Rule | None = None
    finding: _Place | None = None
    audit: _Audit | None = None


class FoundSecret(msgspec.Struct, frozen=True):
    """``kind`` is the format's name. ``line`` is 0 for what only the history holds; ``commit`` first had it."""

    kind: str
    path: str
    line: int
    commit: str


_DECODER = msgspec.json.Decoder(prepared(_Row))


def found_secrets(checkout: Checkout) -> tuple[FoundSecret, ...]:
    """Return the secrets of the tree and its history; raise ``ConnectorError`` when kingfisher fails."""
    return KINGFISHER.read(checkout)


def _begin(checkout: Checkout) -> Callable[[], tuple[FoundSecret, ...]]:
    book = SecretBook(checkout, config_digest())
    known, sights = book.before(checkout.commit)
    running = [] if known == checkout.commit else [_started(checkout, *one) for one in _spans(checkout, known)]

    def found() -> tuple[FoundSecret, ...]:
        fresh = [sight for one in running for _, sight in sights_of(one)]
        everything = tuple(sorted({*sights, *fresh}))
        if running:
            book.keep(checkout.commit, everything)
        return tuple(_told(checkout, everything))

    return found


KINGFISHER = ToolReading("kingfisher", _begin)


def _spans(checkout: Checkout, known: str) -> list[tuple[str, str]]:
    """Return up to which commit and since which one (empty: the first) each start of it reads.

    A long history is read in two parts at once, the newer one the shorter, because files grow: one process uses little
    more than one processor, and it is most of a first audit. What it finds in a commit depends on that commit alone.
    """
    if known or (os.cpu_count() or 1) == 1 or not _knows_rules(checkout.cache):
        return [(checkout.commit, known)]
    line = git_output(checkout.repository, "rev-list", "--first-parent", "--end-of-options", checkout.commit).split()
    if len(line) < _LONG:
        return [(checkout.commit, "")]
    middle = line[round(_NEWER * len(line))].decode()
    return [(checkout.commit, middle), (middle, "")]


def _knows_rules(cache: Path | None) -> bool:
    """Return whether it has compiled its rules: two that begin together would both do that."""
    return cache is not None and any((cache / "kingfisher").glob("*.vscdb"))


def _started(checkout: Checkout, commit: str, since: str) -> RunningTool:
    past = [f"--since-commit={since}"] if since else []
    return begin_kingfisher(checkout.cache, checkout.repository, f"--branch={commit}", *past, str(checkout.repository))


def begin_kingfisher(cache: Path | None, folder: Path, *what: str) -> RunningTool:
    """Start it in a folder over ``what``; in ``cache`` it keeps what it makes of its rules."""
    kept = "--no-rule-cache" if cache is None else f"--rule-cache-dir={cache / 'kingfisher'}"
    return begin_tool(
        "kingfisher",
        ["scan", "--no-validate", "--no-update-check", "--format=jsonl", "--quiet", "--redact", "--no-extract-archives",
         "--no-binary", "--max-file-size=5", "--no-dedup", kept, "--jobs=1", *what],
        folder,
    )  # fmt: skip


def sights_of(running: RunningTool) -> list[tuple[str, SecretSight]]:
    """Return what it saw, and in which of the repositories; raise ``ConnectorError`` unless it read all of each."""
    return told_sights(running.answer())


def told_sights(answer: ToolAnswer) -> list[tuple[str, SecretSight]]:
    """Return what an answer tells, as ``sights_of`` does."""
    if answer.code not in _FOUND_CODES:
        raise tool_failed("kingfisher", answer)
    try:
        rows = [_DECODER.decode(line) for line in answer.output.splitlines()]
    except (ValueError, RecursionError) as error:
        raise unreadable_answer("kingfisher") from error
    done = [one.audit.summary for one in rows if one.audit is not None]
    if not any(one.scan_succeeded for one in done) or any(one.scan_partial or one.scan_failed for one in done):
        raise tool_failed("kingfisher", answer)  # a part of the history is none
    return [
        (one.finding.git_metadata.repository_url, _sight(one.rule, one.finding))
        for one in rows
        if one.rule is not None and one.finding is not None
    ]


def _sight(rule: _Rule, place: _Place) -> SecretSight:
    width = place.column_end - place.column_start
    return SecretSight(place.git_metadata.commit.id, place.path, place.line, rule.name or rule.id, width, place.entropy)


def _told(checkout: Checkout, sights: Sequence[SecretSight]) -> list[FoundSecret]:
    """Return each secret once: at its lines in the tree; one that only the history holds at its first commit."""
    oldest: dict[object, SecretSight] = {}
    for one in _by_age(checkout, sights):
        oldest.setdefault(one.secret, one)
    there = _in_tree(checkout, sights)
    shown = {one.secret for one in there}
    found = {FoundSecret(one.kind, one.path, one.line, oldest[one.secret].commit) for one in there}
    gone = (FoundSecret(one.kind, one.path, 0, one.commit) for key, one in oldest.items() if key not in shown)
    return sorted([*found, *gone], key=lambda one: (one.path, one.line, one.kind, one.commit))


def _by_age(checkout: Checkout, sights: Sequence[SecretSight]) -> list[SecretSight]:
    if not sights:
        return []
    asked = "".join(f"{one}\n" for one in sorted({one.commit for one in sights}))
    output = git_output(
        checkout.repository, "rev-list", "--no-walk=sorted", "--reverse", "--stdin", stdin=asked.encode()
    )
    order = {one: place for place, one in enumerate(output.decode().split())}
    return sorted(sights, key=lambda one: (order.get(one.commit, 0), one))


def _in_tree(checkout: Checkout, sights: Sequence[SecretSight]) -> list[SecretSight]:
    """Return the sights in versions of files that are those of the commit."""
    now = {one.path: one.object_id for one in checkout.tracked}
    asked = [one for one in sights if one.path in now and "\n" not in one.path]
    lines = "".join(f"{one.commit}:{one.path}\n" for one in asked).encode("utf-8", "surrogateescape")
    output = git_output(checkout.repository, "cat-file", "--batch-check=%(objectname)", stdin=lines) if asked else b""
    ids = output.decode("utf-8", "surrogateescape").splitlines()
    return [one for one, id_ in zip(asked, ids, strict=True) if now[one.path] == id_]
