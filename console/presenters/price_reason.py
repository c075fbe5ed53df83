"""Why two price books come to different amounts for a term, from the books themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t

if TYPE_CHECKING:
    from decimal import Decimal

    from console.domain.price.price_book import PriceBook
    from console.domain.price.price_term import PriceTerm


def price_reason(key: str, book: PriceBook, other: PriceBook) -> str:
    """Return in what a term of ``book`` differs from that of ``other``; empty when it does not."""
    ours, theirs = (next((one for one in each.terms if one.key == key), None) for each in (book, other))
    if ours is None or theirs is None:
        return t("The other book has no such term.")
    return "; ".join(_differences(ours, theirs))


def _differences(ours: PriceTerm, theirs: PriceTerm) -> list[str]:
    found = []
    if ours.included != theirs.included:
        found.append(t("{count} included, not {other}", count=_plain(ours.included), other=_plain(theirs.included)))
    price, wanted = (one.price / one.per * ours.per for one in (ours, theirs))
    if price != wanted:
        words = t("{price} per {per}, not {other}", price=_plain(price), per=_plain(ours.per), other=_plain(wanted))
        found.append(words)
    if ours.rounds_up != theirs.rounds_up:
        found.append(t("rounded up to whole units") if ours.rounds_up else t("not rounded up"))
    if ours.is_billed != theirs.is_billed:
        found.append(t("not billed today") if theirs.is_billed else t("billed here only"))
    return found


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():,f}"
