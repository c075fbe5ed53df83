"""Units of work: what reached the default branch at once, whether merged, squashed or pushed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from console.audits.foresight.fix_title import is_fix_title, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.audits.repository.history import FileChange, HistoryCommit

_MOST_TOGETHER = 20


class WorkUnit(Struct, frozen=True, gc=False):
    """``commits`` oldest first.

    ``at_s`` is when it reached the branch: neither before the unit before it nor after the newest commit.
    """

    id: str
    at_s: int
    title: str
    commits: tuple[HistoryCommit, ...]
    is_fix: bool

    @property
    def changes(self) -> Iterator[FileChange]:
        """Yield what it changed, in order."""
        for commit in self.commits:
            yield from commit.changes


def work_units(history: Sequence[HistoryCommit]) -> tuple[WorkUnit, ...]:
    """Return the units of a history (newest first), oldest first.

    A merge and the commits that it brought are one unit; what brings more than twenty is a line of development of its
    own, whose commits count each.
    """
    if not history:
        return ()
    known = {one.id: one for one in history}
    has_merges = any(len(one.parents) > 1 for one in history)
    order = {one.id: -place for place, one in enumerate(history)} if has_merges else {}
    seen: set[str] = set()
    found: list[WorkUnit] = []
    clock, newest_s = 0, history[0].committed_s
    for main in _first_parents(history[0], known):
        clock = min(max(clock, main.committed_s), newest_s)  # some clocks are wrong
        if len(main.parents) == 1 and main.parents[0] in seen and main.id not in seen:  # most are so
            seen.add(main.id)
            found.append(_unit(main, (main,), clock))
            continue
        brought = _brought(main, known, seen)
        if len(brought) > 1:
            brought.sort(key=lambda one: order[one.id])
        if len(brought) == 1 and not main.is_merge:
            found.append(_unit(main, (main,), clock))
        elif main.is_merge and len(brought) > _MOST_TOGETHER:
            found += [_unit(one, (one,), clock) for one in brought if not one.is_merge]
        else:
            found.append(_unit(main, tuple(one for one in brought if not one.is_merge), clock))
    return tuple(found)


def _first_parents(tip: HistoryCommit, known: dict[str, HistoryCommit]) -> list[HistoryCommit]:
    """Return the line of first parents, oldest first."""
    line: list[HistoryCommit] = []
    one: HistoryCommit | None = tip
    while one is not None:
        line.append(one)
        one = known.get(one.parents[0]) if one.parents else None
    return line[::-1]


def _brought(main: HistoryCommit, known: dict[str, HistoryCommit], seen: set[str]) -> list[HistoryCommit]:
    """Return the commits that were not on the branch before ``main``, itself included."""
    found, waiting = [], [main.id]
    while waiting:
        one = waiting.pop()
        if one in seen or one not in known:
            continue
        seen.add(one)
        found.append(known[one])
        waiting += known[one].parents
    return found


def _unit(main: HistoryCommit, commits: tuple[HistoryCommit, ...], at_s: int) -> WorkUnit:
    title = title_of(main.subject, main.body)
    is_fix = is_fix_title(title)
    if not is_fix and main.is_merge and commits:
        is_fix = 2 * sum(is_fix_title(one.subject) for one in commits) > len(commits)
    return WorkUnit(main.id, at_s, title, commits, is_fix)
