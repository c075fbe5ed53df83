"""The dictionary of an edge model: what stays, what falls out, what is new, and whether it may be deployed (E3.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

KEPT_SHARE = 0.9
UNUSED_DAYS = 90
LEAST_USES = 10
MOST_BYTES = 300_000
LEAST_COVERAGE = 0.85


@dataclass(frozen=True, slots=True)
class WordUse:
    """A word, how often it was used in the last 90 days, and when last (``None``: never)."""

    word: str
    uses: int
    last_used: date | None

    def is_unused(self, today: date) -> bool:
        """Return whether nobody used it for 90 days, or fewer than ten times in them."""
        since = today - timedelta(days=UNUSED_DAYS)
        return self.uses < LEAST_USES or self.last_used is None or self.last_used < since


@dataclass(frozen=True, slots=True)
class TokenCount:
    """All tokens of some days, and those among them that the dictionary covers."""

    tokens: int
    covered: int
    days: int


@dataclass(frozen=True, slots=True)
class DictionaryPlan:
    """The next dictionary: 900 of 1000 places for the words used most, the rest for new ones.

    ``surplus`` are words in use for which no place is left. ``coverage`` is the share of all tokens that the next
    dictionary would cover, ``None`` where nobody counted tokens.
    """

    kept: tuple[WordUse, ...]
    unused: tuple[WordUse, ...]
    surplus: tuple[WordUse, ...]
    added: tuple[tuple[str, int], ...]
    coverage: float | None

    @property
    def may_be_deployed(self) -> bool | None:
        """Return whether its coverage is above 85 %; ``None`` when that is not known."""
        return None if self.coverage is None else self.coverage > LEAST_COVERAGE


def dictionary_plan(
    words: Sequence[WordUse],
    places: int,
    today: date,
    uncovered: Mapping[str, int],
    counted: TokenCount | None,
) -> DictionaryPlan:
    """Return what becomes of a dictionary with room for ``places`` words.

    ``uncovered`` counts the tokens that it lacks in the days of ``counted`` (``None``: nobody counted tokens).
    """
    used = sorted((one for one in words if not one.is_unused(today)), key=lambda one: (-one.uses, one.word))
    unused = sorted((one for one in words if one.is_unused(today)), key=lambda one: (one.uses, one.word))
    keeps = round(places * KEPT_SHARE)
    kept, surplus = used[:keeps], used[keeps:]
    stays = {one.word for one in kept}
    fresh = sorted(((word, count) for word, count in uncovered.items() if word not in stays), key=_most)
    added = fresh[: places - keeps]
    coverage = None if counted is None else _coverage(counted, (*unused, *surplus), added)
    return DictionaryPlan(tuple(kept), tuple(unused), tuple(surplus), tuple(added), coverage)


def _coverage(counted: TokenCount, dropped: Sequence[WordUse], added: Sequence[tuple[str, int]]) -> float | None:
    """Return the share of tokens that the next dictionary covers; uses of dropped words are those of 90 days."""
    if not counted.tokens:
        return None
    lost = sum(one.uses for one in dropped) * counted.days / UNUSED_DAYS
    gained = sum(count for _, count in added)
    return min(1.0, max(0.0, (counted.covered - lost + gained) / counted.tokens))


def _most(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]
