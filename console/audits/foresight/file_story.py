"""The story of each file through its renames: who touched it, when, for a fix or not, with tests or without."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from console.audits.foresight.code_path import is_product_code, is_test_code
from console.audits.foresight.work_unit import WorkUnit, work_units
from console.audits.repository.history import history_of, is_bot_author

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import FileChange

MOST_FIXED = 20
MOST_CHANGED = 100
DAY_S = 86_400


class Touch(Struct, frozen=True, gc=False):
    """One unit's change of a file. ``people`` are addresses in small letters, bots left out."""

    unit: int
    at_s: int
    is_fix: bool
    with_tests: bool
    people: tuple[str, ...]
    is_first: bool


class FileStories:
    """``touches`` by a file's number, oldest first; ``numbers`` are those of the paths that exist at the end.

    Files keep their number when they are renamed. Changes of more than a hundred product files (formatting, moving)
    say nothing about one of them and are left out; fixes count in units of at most twenty.
    """

    def __init__(self) -> None:
        self.touches: list[list[Touch]] = []
        self.numbers: dict[str, int] = {}
        self.together: list[tuple[int, ...]] = []

    def add(self, place: int, unit: WorkUnit) -> None:
        """Follow a unit, the ``place``-th."""
        touched: dict[int, tuple[bool, tuple[str, ...]]] = {}
        with_tests = False
        known = self.numbers
        for commit in unit.commits:
            who = _people(commit.author, commit.email)
            for change in commit.changes:
                status, path, _ = change
                number = known.get(path) if status == "M" else None  # most are so
                if number is None:
                    with_tests = with_tests or is_test_code(path)
                    number = self._number(change)
                    if number is None:
                        continue
                before = touched.get(number)
                if before is None:
                    touched[number] = status == "A", who
                else:
                    touched[number] = before[0] or status == "A", tuple(dict.fromkeys((*before[1], *who)))
        if len(touched) > MOST_CHANGED:
            touched = {}
        is_fix = unit.is_fix and len(touched) <= MOST_FIXED
        self.together.append(tuple(touched) if len(touched) <= MOST_FIXED else ())
        for number, (is_first, people) in touched.items():
            touch = Touch(place, unit.at_s, is_fix and not is_first, with_tests, people, is_first)
            self.touches[number].append(touch)

    def _number(self, change: FileChange) -> int | None:
        """Return the number of a changed product file; nothing for others and for files that go."""
        before = self.numbers.pop(change.old_path, None) if change.status == "R" else None
        if change.status == "D":
            self.numbers.pop(change.path, None)
            return None
        if not is_product_code(change.path):
            return None
        number = before if before is not None else self.numbers.get(change.path)
        if number is None:
            number = len(self.touches)
            self.touches.append([])
        self.numbers[change.path] = number
        return number


@lru_cache(maxsize=1 << 12)
def _people(author: str, email: str) -> tuple[str, ...]:
    name = "" if is_bot_author(author, email) else (email or author).casefold()
    return (name,) if name else ()


def stories_of(checkout: Checkout) -> FileStories:
    """Return the stories of a checkout's files, read once; raise ``ConnectorError``."""
    return checkout.once("file-stories", lambda: _follow(units_of(checkout)))


def units_of(checkout: Checkout) -> tuple[WorkUnit, ...]:
    """Return the units of work of a checkout, oldest first."""
    return checkout.once("work-units", lambda: work_units(history_of(checkout)))


def _follow(units: Sequence[WorkUnit]) -> FileStories:
    stories = FileStories()
    for place, unit in enumerate(units):
        stories.add(place, unit)
    return stories
