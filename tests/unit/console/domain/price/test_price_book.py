"""Price books against amounts computed by hand (proves E5.1)."""

import json
from decimal import Decimal

import jsonschema
import pytest

from console.domain.price.term_cost import charged
from console.estate.price_books import DESIGN, PUBLISHED, price_book
from console.kernel.resource import resource_text

M = Decimal(1_000_000)
# The example of providers.md 4.1: 100 M requests of 7 ms, 50 M KV reads, 5 M writes, 10 GB; 10 G + 100 M rows of D1,
# 20 GB; R2 with 1 TB, 20 M class A, 300 M class B; 200 M points.
EXAMPLE = {
    "workers.requests": 100 * M,
    "workers.cpu_ms": 700 * M,
    "kv.reads": 50 * M,
    "kv.writes": 5 * M,
    "kv-storage.gb": Decimal(10),
    "d1.rows_read": 10_000 * M,
    "d1.rows_written": 100 * M,
    "d1-storage.gb": Decimal(20),
    "r2-storage.gb": Decimal(1000),
    "r2.class_a": 20 * M,
    "r2.class_b": 300 * M,
    "analytics-engine.points": 200 * M,
}


def test_the_published_prices_give_403_and_356_without_what_is_not_billed_today() -> None:
    costs = price_book(PUBLISHED).month(EXAMPLE)
    assert sum(one.priced for one in costs if one.priced is not None) == Decimal("403.40")
    assert charged(costs) == Decimal("355.90")


def test_the_design_document_gives_180() -> None:
    assert charged(price_book(DESIGN).month(EXAMPLE)) == Decimal("180.33")


@pytest.mark.parametrize(
    ("key", "used", "amount"),
    [
        ("workers", "10000000", "0"),
        ("workers", "12000000", "0.6"),
        ("r2_class_a", "1000000", "0"),
        ("r2_class_a", "1000001", "4.5"),
        ("r2_storage", "10.1", "0.015"),
        ("kv_storage", "1.1", "0.05"),
        ("d1_writes", "51500000", "1.5"),
    ],
)
def test_what_is_included_is_free_and_only_r2_counts_whole_units(key: str, used: str, amount: str) -> None:
    term = next(one for one in price_book(PUBLISHED).terms if one.key == key)
    assert term.amount(Decimal(used)) == Decimal(amount)


def test_what_is_not_known_has_no_amount_and_is_not_in_the_sum() -> None:
    costs = {one.key: one for one in price_book(PUBLISHED).month({"kv.reads": 12 * M})}
    assert costs["workers_cpu"].amount is None
    assert (costs["kv_reads"].amount, costs["kv_reads"].free_share) == (Decimal(1), Decimal("1.2"))
    assert charged(costs.values()) == 6  # with the minimum of the plan


@pytest.mark.parametrize("key", [PUBLISHED, DESIGN])
def test_the_bundled_books_hold_their_schema(key: str) -> None:
    schema = json.loads(resource_text("schemas", "price-book.schema.json"))
    jsonschema.validate(json.loads(resource_text("prices", f"{key}.json")), schema)
    assert price_book(key).key == key
    assert price_book(key).sources
