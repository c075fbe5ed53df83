"""Batches: tasks that are handed to a place beyond this machine in one go, and how far they have come there."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from console.domain.audit.audit_task import AuditTask
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_SHARDS = 200
"""So that a batch stays one object of its place: annotations of a Job hold 256 KiB."""
_MOST_BYTES = 400_000
_MOST_UNPACKED = 4 << 20
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?")


class AuditShard(Struct, frozen=True, omit_defaults=True):
    """One task as its worker gets it: ``task.clone`` is empty, the worker clones ``task.source`` itself.

    ``user`` and ``connection`` are who clones: the token is known there under the name of the connection, never here.
    ``now_s`` is the unix time that ages are counted from.
    """

    task: AuditTask
    now_s: float
    user: str = ""
    connection: str = ""

    def text(self) -> str:
        """Return it as one line of JSON."""
        return msgspec.json.encode(self).decode()


def read_shard(text: str | bytes) -> AuditShard:
    """Return the shard of a line of JSON; raise ``UserError`` for anything else."""
    try:
        return msgspec.json.decode(text, type=prepared(AuditShard))
    except (ValueError, RecursionError) as error:
        raise _unreadable(str(error)) from error


def packed_shards(shards: Sequence[AuditShard]) -> str:
    """Return shards as one short word, for places that keep them: an annotation, an input of a pipeline."""
    lines = b"\n".join(msgspec.json.encode(one) for one in shards)
    return base64.b64encode(zlib.compress(lines, 9)).decode()


def unpacked_shards(text: str | bytes) -> tuple[AuditShard, ...]:
    """Return the shards of such a word; raise ``UserError`` for anything else."""
    try:
        unpacking = zlib.decompressobj()
        lines = unpacking.decompress(base64.b64decode(text, validate=True), _MOST_UNPACKED)
    except (ValueError, zlib.error) as error:
        raise _unreadable(str(error)) from error
    if unpacking.unconsumed_tail or not unpacking.eof or not lines:
        raise _unreadable(t("it is cut off, or too large"))
    return tuple(read_shard(one) for one in lines.split(b"\n"))


def _unreadable(why: str) -> UserError:
    return UserError(
        t("A task of an audit cannot be read: {why}.", why=why[:200]),
        t("Use the same version of Cell Console here and where audits run."),
    )


def token_variable(connection: str) -> str:
    """Return in which variable a worker finds the token of a forge's connection (empty: of no connection)."""
    return f"CONSOLE_AUDIT_TOKEN_{re.sub('[^A-Z0-9]', '_', connection.upper())}" if connection else ""


class AuditBatch(Struct, frozen=True):
    """``id`` is its name at the place and follows from its shards: the same ones again are the same batch."""

    id: str
    shards: tuple[AuditShard, ...]

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.id):
            raise ValueError(f"no batch id: {self.id[:60]!r}")

    @property
    def tasks(self) -> tuple[str, ...]:
        """Return the ids of its tasks, in their order."""
        return tuple(one.task.id for one in self.shards)


def batches_of(shards: Sequence[AuditShard], salt: str = "") -> Iterator[AuditBatch]:
    """Yield batches that are small enough, the longest tasks first; ``salt`` makes the same tasks another batch."""
    part: list[AuditShard] = []
    size = 0
    for one in sorted(shards, key=lambda shard: (-shard.task.priority, -shard.task.estimate_s, shard.task.id)):
        length = len(one.text())
        if part and (len(part) == MOST_SHARDS or size + length > _MOST_BYTES):
            yield _batch(part, salt)
            part, size = [], 0
        part.append(one)
        size += length
    if part:
        yield _batch(part, salt)


def _batch(shards: Sequence[AuditShard], salt: str) -> AuditBatch:
    named = json.dumps([salt, *sorted(one.task.id for one in shards)])
    return AuditBatch(f"audit-{sha256(named.encode()).hexdigest()[:16]}", tuple(shards))


class ShardState(StrEnum):
    """``REFUSED``: it will never work (no such commit, no right to read); ``FAILED``: it was tried often enough."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"

    @property
    def is_over(self) -> bool:
        """Return whether nothing more will come of it."""
        return self in {ShardState.DONE, ShardState.FAILED, ShardState.REFUSED}


class BatchStand(Struct, frozen=True):
    """How far a batch is: a state per shard in the order of the batch, and ``why`` the whole of it ended early.

    ``troubles`` says of failed ones why, by their task ids, as far as the place tells. ``version`` is for asking again:
    only what is newer is told. ``is_gone``: the place knows no such batch (any more).
    """

    states: tuple[ShardState, ...]
    troubles: Mapping[str, str] = {}
    version: str = ""
    why: str = ""
    is_gone: bool = False

    @property
    def is_over(self) -> bool:
        """Return whether nothing more will come."""
        return self.is_gone or bool(self.why) or all(one.is_over for one in self.states)
