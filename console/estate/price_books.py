"""The bundled price books."""

import functools
import json
from decimal import Decimal
from typing import Any

from console.domain.price.price_book import PriceBook
from console.domain.price.price_term import PriceTerm
from console.kernel.resource import resource_text

PUBLISHED, DESIGN = "cloudflare-published", "design-document"


@functools.cache
def price_book(key: str) -> PriceBook:
    """Return one of the books ``PUBLISHED`` and ``DESIGN``."""
    book = json.loads(resource_text("prices", f"{key}.json"))
    terms = tuple(_term(one) for one in book["terms"])
    return PriceBook(book["key"], book["currency"], book["as_of"], tuple(book["sources"]), terms)


def _term(one: dict[str, Any]) -> PriceTerm:
    price, per, included = (Decimal(one[name]) for name in ("price", "per", "included"))
    return PriceTerm(one["key"], one["measure"], price, per, included, one["rounds_up"], one["billed"])
