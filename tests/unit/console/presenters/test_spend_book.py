"""Which requests count where no service is named as the first one: every request passes several (proves L6.1)."""

from dataclasses import replace

import pytest

from console.domain.load_course import FAILED, REQUESTS
from console.estate.schema.estate import Estate
from console.presenters.cost_view import CostView
from console.presenters.spend_book import SpendBook
from console.presenters.spend_rows import GroupBy
from tests.fakes.spending import DAY_S, ESTATE, NOW_S, TODAY_S, cost, estate, load, spending

LOADS = (
    load(REQUESTS, "tokyo", 70_000, service="api"),
    load(REQUESTS, "tokyo", 30_000, service="api", segment="b2b"),
    load(REQUESTS, "tokyo", 90_000, service="rank"),
    load(REQUESTS, "tokyo", 20_000, service="llm"),
    load(FAILED, "tokyo", 100, service="api"),
    load(FAILED, "tokyo", 70, service="rank"),
)
WEEK = TODAY_S - 7 * DAY_S, TODAY_S


@pytest.fixture
def doorless() -> Estate:
    """The estate, whose cells have services of the inner layers only."""
    services = [{"name": name, "layer": "application"} for name in ("api", "rank", "llm")]
    cells = [{**one.model_dump(mode="json", exclude_defaults=True), "services": services} for one in estate().cells]
    return Estate.model_validate({**ESTATE, "cells": cells})


def test_the_busiest_service_counts_the_requests_of_its_cell(doorless: Estate) -> None:
    state = spending(doorless, (cost("tokyo", "Deployment/api", 10),), LOADS)
    tokyo = next(row for row in CostView(state, NOW_S).units(GroupBy.CELL) if row.key == "tokyo")
    assert tokyo.served.requests == pytest.approx(700_000)  # 100,000 a day, though three services had 210,000
    assert tokyo.per_1000_requests == pytest.approx(70 / 700)


def test_failures_and_segments_are_those_of_the_same_service(doorless: Estate) -> None:
    book = SpendBook(spending(doorless, (), LOADS))
    assert book.served(*WEEK, "cell", "tokyo")[:2] == pytest.approx((700_000, 700))
    assert book.served(*WEEK, "segment", "b2b")[:2] == pytest.approx((210_000, 0))
    assert book.served(*WEEK, "service", "rank")[:2] == pytest.approx((630_000, 490))


def test_a_service_that_became_the_busiest_counts_from_then_on(doorless: Estate) -> None:
    always = load(REQUESTS, "tokyo", 500_000, service="rank")
    late = replace(always, spans=always.spans[-2:])
    book = SpendBook(spending(doorless, (), (*LOADS[:2], late)))
    assert book.served(TODAY_S - DAY_S, TODAY_S, "cell", "tokyo").requests == pytest.approx(500_000)
    assert book.served(TODAY_S - 5 * DAY_S, TODAY_S - 4 * DAY_S, "cell", "tokyo").requests == pytest.approx(100_000)
