"""Tasks: what a worker audits in one go, and the id by which its result is never counted twice."""

from collections.abc import Collection, Iterator
from hashlib import sha256

import msgspec

from console.domain.audit.advisory_excerpt import AdvisoryExcerpt
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import AuditProfile
from console.domain.audit.forge_facts import NOTHING_TOLD, ForgeFacts

GROUPS = (
    (AuditName.INTEGRITY, AuditName.STRICT, AuditName.TDD, AuditName.SAGES),
    (AuditName.FLOW, AuditName.GIT, AuditName.SERVANT, AuditName.PREDICTIVE),
)
"""Audits that read the same: programs and our own looks over the files, and the history."""
_TIMELESS = frozenset({AuditName.INTEGRITY, AuditName.STRICT})
_DAY_S = 86400.0
# Measured CPU seconds (spec/audits.md §7): 2.0, 3.4 and 10.2 for 12, 102 and 633 thousand lines, here of 35 bytes.
_BASE_S, _S_PER_MB = 1.8, 0.38


class AuditTask(msgspec.Struct, frozen=True):
    """``clone`` is the bare repository on this machine, ``commit`` a full hash, ``owner`` whom the time is shared by.

    ``estimate_s`` is what it may take in seconds; a higher ``priority`` goes first. ``forge`` is what the forge told,
    ``advisories`` the folder of known vulnerabilities on this machine, ``known`` what it says of this commit, for a
    place that does not have it. ``runs_own_tools`` allows the repository's own checkers to run.
    """

    id: str
    owner: str
    source: str
    clone: str
    commit: str
    audits: tuple[AuditName, ...]
    profile: AuditProfile
    baseline: str = ""
    estimate_s: float = _BASE_S
    priority: int = 0
    forge: ForgeFacts = NOTHING_TOLD
    advisories: str = ""
    runs_own_tools: bool = False
    known: AdvisoryExcerpt | None = None


def audit_groups(audits: Collection[AuditName]) -> Iterator[tuple[AuditName, ...]]:
    """Yield the audits that are done in one task each."""
    for group in GROUPS:
        chosen = tuple(one for one in AuditName if one in group and one in audits)
        if chosen:
            yield chosen


def task_id(
    source: str, commit: str, audits: Collection[AuditName], config: str, *, now_s: float, extra: str = ""
) -> str:
    """Return the id of a task: the same source, commit, audits and ``config`` (rules, tools) give the same id.

    Audits of the history count days (the age of branches, of the last update): their id also has the day of ``now_s``.
    ``extra`` is whatever else changes the result: the profile and the baseline.
    """
    day = "" if _TIMELESS.issuperset(audits) else str(int(now_s // _DAY_S))
    parts = (source, commit, ",".join(audits), config, day, extra)
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:20]


def estimated_s(tree_bytes: int) -> float:
    """Return the seconds that all audits of so many bytes of code may take on one core."""
    return _BASE_S + _S_PER_MB * tree_bytes / 1e6


def next_task(waiting: Collection[AuditTask], running: Collection[AuditTask]) -> AuditTask:
    """Return which of the waiting tasks goes next; raises ``ValueError`` when none waits.

    The highest priority first; then whose owner has the fewest running, so that nobody fills all workers; then the
    longest, so that no long one is left alone at the end.
    """
    busy = [one.owner for one in running]
    return min(waiting, key=lambda one: (-one.priority, busy.count(one.owner), -one.estimate_s, one.id))
