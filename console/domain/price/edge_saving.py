"""Savings at the edge (requirement E5.1): what may be saved, and on what condition."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from console.domain.price.term_cost import TermCost
from console.kernel.i18n import localized, t

_MANY_WRITES = 100_000


@dataclass(frozen=True, slots=True)
class EdgeSaving:
    """``amount`` per month is ``share`` of what the term costs; it holds only on the ``condition``."""

    term: str
    share: Decimal
    amount: Decimal
    advice: str
    condition: str


def edge_savings(costs: Iterable[TermCost]) -> tuple[EdgeSaving, ...]:
    """Return the savings that apply to a month, the largest first."""
    by_key = {one.key: one for one in costs}
    found = [
        EdgeSaving(key, share, amount * share, advice, condition)
        for key, share, least, advice, condition in _rules()
        if (one := by_key.get(key)) is not None and (amount := one.amount) and one.used is not None and one.used > least
    ]
    return tuple(sorted(found, key=lambda one: -one.amount))


def _rules() -> tuple[tuple[str, Decimal, int, str, str], ...]:
    return (
        (
            "workers",
            Decimal("0.3"),
            0,
            t("Raise the cache hit rate in KV from 85 % to 95 %."),
            t("Holds where answers that hit the cache do not run the Worker, and the hit rate is near 85 % now."),
        ),
        (
            "d1_reads",
            Decimal("0.5"),
            0,
            t("Keep query results in KV, and compute frequent ones ahead."),
            t("Holds where at least half of the rows are read for answers that repeat."),
        ),
        (
            "kv_writes",
            Decimal("0.4"),
            _MANY_WRITES,
            t("Write feedback in batches of ten minutes."),
            t(
                "Holds where readers can wait ten minutes; from {count} writes a month.",
                count=localized(f"{_MANY_WRITES:,}"),
            ),
        ),
    )
