"""What is known of a commit when it is pushed: the fourteen numbers of Kamei et al. 2013, product code alone."""

from __future__ import annotations

import math
from collections import Counter
from secrets import token_hex
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from console.audits.foresight.code_path import is_product_code
from console.audits.foresight.file_heat import YEAR_S
from console.audits.foresight.file_story import DAY_S
from console.audits.foresight.fix_title import is_fix_title
from console.audits.foresight.hot_file import shapes_of
from console.audits.repository.content_book import ContentBook
from console.audits.repository.git_reading import git_output
from console.audits.repository.history import history_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import HistoryCommit

_MOST_COUNTED = 600
_WORDS = 3


class CommitTrait(NamedTuple):
    """``systems`` are top folders, ``age_days`` is since its files last changed.

    ``experience`` counts earlier commits of its author, ``recent_experience`` the newer the more.
    """

    id: str
    subject: str
    systems: int
    folders: int
    files: int
    entropy: float
    added: int
    deleted: int
    lines_before: int
    is_fix: bool
    people: int
    age_days: float
    changes_before: int
    experience: int
    recent_experience: float
    system_experience: int


def commit_traits(checkout: Checkout) -> tuple[CommitTrait, ...]:
    """Return the traits of the newest 600 commits that change product code, oldest first, read once."""
    return checkout.once("commit-traits", lambda: tuple(_traits(checkout)))


class _Past:
    """What has happened until a commit to some paths, and what some people (addresses in small letters) have done."""

    def __init__(self, paths: Collection[str], people: Collection[str]) -> None:
        self._paths, self._people = paths, people
        self.people: dict[str, set[str]] = {}
        self.changes: Counter[str] = Counter()
        self.last_s: dict[str, int] = {}
        self.made: Counter[str] = Counter()
        self.made_at: dict[str, list[int]] = {}
        self.made_in: Counter[tuple[str, str]] = Counter()

    def add(self, one: HistoryCommit) -> None:
        who = one.email.casefold()
        if who in self._people:
            self.made[who] += 1
            self.made_at.setdefault(who, []).append(one.committed_s)
            for system in {_system(change.path) for change in one.changes if is_product_code(change.path)}:
                self.made_in[who, system] += 1
        for status, path, old in one.changes:
            if status == "R" and old in self.people:
                self.people[path] = self.people.pop(old)
                self.changes[path] += self.changes.pop(old)
                self.last_s[path] = self.last_s.pop(old)
        for _, path, _ in one.changes:
            if path in self._paths:
                self.people.setdefault(path, set()).add(who)
                self.changes[path] += 1
                self.last_s[path] = one.committed_s


class _KnownTrait(NamedTuple):
    """A trait without what the checkout adds to it, and the paths that this is about."""

    trait: CommitTrait
    paths: tuple[str, ...]


def _traits(checkout: Checkout) -> Iterator[CommitTrait]:
    """Yield the traits; those that were kept are true as long as the same commits are listed before them."""
    counted = _counted(checkout)
    book = ContentBook(checkout, "commit-traits", _orders(checkout, counted), tuple[_KnownTrait, ...])
    known = book.whole(dict(_fresh(checkout, counted, frozenset(book.missing))) if book.missing else {}, ())
    shapes = shapes_of(checkout)
    for one in reversed(history_of(checkout)):
        for trait, paths in known.get(one.id, ()):
            yield trait._replace(lines_before=sum(shapes[path].lines for path in paths if path in shapes))


def _orders(checkout: Checkout, counted: Mapping[str, object]) -> dict[str, str]:
    """Return by commit what stands for all that are listed before it, in their order."""
    found, digest = {}, 0
    for place, one in enumerate(reversed(history_of(checkout))):
        digest = crc32(one.id.encode(), digest)
        if one.id in counted:
            found[one.id] = f"{place} {digest:08x}"
    return found


def _fresh(
    checkout: Checkout, counted: Mapping[str, Mapping[str, tuple[int, int]]], wanted: frozenset[str]
) -> Iterator[tuple[str, tuple[_KnownTrait, ...]]]:
    history = history_of(checkout)
    asked = [place for place, one in enumerate(history) if one.id in wanted]
    moved = {history[place].id: _moved(history[place]) for place in asked}
    lines = {
        id_: {
            path: count for path, count in _in_place(counted[id_], moved.get(id_, {})).items() if is_product_code(path)
        }
        for id_ in wanted
    }
    people = {history[place].email.casefold() for place in asked}
    renaming = {place for place, one in enumerate(history) for change in one.changes if change.status == "R"}
    paths = _earlier_paths([history[place] for place in sorted(renaming.union(asked))], lines)
    past = _Past(paths, people)
    later = _later_paths([history[place] for place in sorted(renaming, reverse=True)], paths)
    for place in sorted(_telling(history, later, people).union(asked), reverse=True):
        one = history[place]
        if len(one.parents) > 1:
            continue
        if one.id in wanted and not one.is_bot:
            own = lines[one.id]
            yield one.id, (_KnownTrait(_trait(one, own, past), tuple(own)),) if own else ()
        past.add(one)


def _moved(one: HistoryCommit) -> dict[str, str]:
    return {change.path: change.old_path for change in one.changes if change.status == "R"}


def _later_paths(renaming: Sequence[HistoryCommit], paths: Collection[str]) -> set[str]:
    """Return paths with all names that their files got later, by the commits (oldest first) that rename any."""
    found = set(paths)
    for one in renaming:
        found.update(path for path, old in _moved(one).items() if old in found)
    return found


def _telling(history: Sequence[HistoryCommit], paths: Collection[str], people: Collection[str]) -> set[int]:
    """Return the places of the commits that say something of some paths or people; most do of none."""
    addresses = {one for one in {each.email for each in history} if one.casefold() in people}
    touching = {place for place, one in enumerate(history) for _, path, _ in one.changes if path in paths}
    return touching.union(place for place, one in enumerate(history) if one.email in addresses)


def _in_place(counts: Mapping[str, tuple[int, int]], moved: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """Return the lines by path without those that only moved with their file: what it holds more now, or less."""
    gone = set(moved.values())
    found = {path: count for path, count in counts.items() if path not in moved and path not in gone}
    for path, old in moved.items():
        grown = counts.get(path, (0, 0))[0] - counts.get(old, (0, 0))[1]
        if grown:
            found[path] = (max(0, grown), max(0, -grown))
    return found


def _earlier_paths(newest: Sequence[HistoryCommit], lines: Mapping[str, Collection[str]]) -> set[str]:
    """Return the paths that commits change, and what these files were called before.

    ``newest`` has the commits with ``lines`` and all that rename, the newest first.
    """
    found: set[str] = set()
    for one in newest:
        if one.id in lines:
            found.update(lines[one.id])
        if moved := [old for status, path, old in one.changes if status == "R" and path in found]:
            found.update(moved)
    return {one for one in found if is_product_code(one)}


def _trait(one: HistoryCommit, lines: Mapping[str, tuple[int, int]], past: _Past) -> CommitTrait:
    who, paths = one.email.casefold(), list(lines)
    systems = {_system(path) for path in paths}
    ages = [one.committed_s - past.last_s[path] for path in paths if path in past.last_s]
    return CommitTrait(
        one.id, one.subject, len(systems), len({path.rpartition("/")[0] for path in paths}), len(paths),
        _entropy([added + deleted for added, deleted in lines.values()]),
        sum(added for added, _ in lines.values()), sum(deleted for _, deleted in lines.values()),
        0, is_fix_title(one.subject),
        len(set().union(*(past.people.get(path, set()) for path in paths))),
        max(0.0, sum(ages) / len(ages) / DAY_S) if ages else 0.0,
        sum(past.changes[path] for path in paths), past.made[who],
        sum(1.0 / (1.0 + max(0, one.committed_s - at_s) / YEAR_S) for at_s in past.made_at.get(who, ())),
        sum(past.made_in[who, system] for system in systems),
    )  # fmt: skip


def _system(path: str) -> str:
    return path.partition("/")[0]


def _entropy(amounts: list[int]) -> float:
    """Return how evenly a change is spread over its files, in bits."""
    whole = sum(amounts)
    return -sum(one / whole * math.log2(one / whole) for one in amounts if one) if whole else 0.0


def _counted(checkout: Checkout) -> dict[str, dict[str, tuple[int, int]]]:
    """Return added and deleted lines by commit and path of the newest commits."""
    ids = [one.id for one in history_of(checkout) if not one.is_merge][:_MOST_COUNTED]
    book = ContentBook(checkout, "lines-without-ends", dict.fromkeys(ids, ""), dict[str, tuple[int, int]])
    return book.whole(_read(checkout, book.missing) if book.missing else {}, {})


def _read(checkout: Checkout, commits: tuple[str, ...]) -> dict[str, dict[str, tuple[int, int]]]:
    mark = token_hex(16)
    output = git_output(
        checkout.repository, "log", "--no-walk=unsorted", "--stdin", "--no-renames", "-z", "--numstat", "--no-color",
        "--ignore-cr-at-eol", "--no-ext-diff", "--no-textconv", f"--format={mark}%H",
        stdin="".join(f"{one}\n" for one in commits).encode(),
    )  # fmt: skip
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for part in output.decode("utf-8", "surrogateescape").split(mark)[1:]:
        id_, _, tail = part.partition("\0")
        rows = (row.lstrip("\n").split("\t", _WORDS - 1) for row in tail.split("\0"))
        counts = {row[2]: (int(row[0]), int(row[1])) for row in rows if len(row) == _WORDS and row[0].isdigit()}
        found[id_.strip()] = {path: count for path, count in counts.items() if any(count)}  # not ends of lines alone
    return found
