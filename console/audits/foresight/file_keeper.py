"""Who keeps a file: the people who know it, and whether they are still here."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from console.audits.foresight.file_heat import YEAR_S
from console.audits.foresight.file_story import stories_of, units_of

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout

OWNING = 0.25


class FileKeeper(NamedTuple):
    """``share`` is the part of the changes by the active person who made most of them (``owner``, may be empty)."""

    owner: str
    share: float
    people: int

    @property
    def is_missing(self) -> bool:
        """Return whether nobody who is active has made a quarter of the changes."""
        return self.share < OWNING


def active_people(checkout: Checkout) -> frozenset[str]:
    """Return the addresses and names (small letters) of who changed anything in the year before the newest commit."""
    return checkout.once("active-people", lambda: _active(checkout))


def file_keeper(checkout: Checkout, path: str) -> FileKeeper:
    """Return who keeps a product file."""
    number = stories_of(checkout).numbers.get(path)
    touches = stories_of(checkout).touches[number] if number is not None else []
    count = Counter(who for one in touches for who in one.people)
    here = [(made, who) for who, made in count.items() if who in active_people(checkout)]
    made, owner = max(here, default=(0, ""))
    whole = sum(count.values())
    return FileKeeper(owner, made / whole if whole else 0.0, len(count))


def _active(checkout: Checkout) -> frozenset[str]:
    units = units_of(checkout)
    if not units:
        return frozenset()
    since_s = units[-1].at_s - YEAR_S
    commits = [one for unit in units if unit.at_s > since_s for one in unit.commits if not one.is_bot]
    return frozenset(name.casefold() for one in commits for name in (one.email, one.author) if name)
