"""An estate that spends money, with round numbers: 30 days of November 2026, of which 20 are over."""

from dataclasses import replace
from datetime import UTC, datetime

from console.domain.cost_course import CostCourse, CostSpan
from console.domain.load_course import FAILED, MODEL_USD, REQUESTS, TOKENS, USERS, LoadCourse, LoadSpan
from console.domain.resource import ResourceRef
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.estate.schema.estate import Estate
from console.store.state import ObjectTable, Readings, State

DAY_S = 86_400.0
NOW = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
NOW_S = NOW.timestamp()
FIRST_S = datetime(2026, 10, 19, tzinfo=UTC).timestamp()
TODAY_S = datetime(2026, 11, 21, tzinfo=UTC).timestamp()
DAYS = int((TODAY_S - FIRST_S) / DAY_S)
WEB, LLM = "Deployment/web", "Deployment/llm"
ESTATE = {
    "name": "shop",
    "clusters": [{"key": "asia"}],
    "prometheus": [{"key": "metrics", "url": "http://127.0.0.1:9090"}],
    "opencost": [{"key": "costs", "url": "http://127.0.0.1:9003"}],
    "teams": [{"key": "east"}],
    "cells": [
        {
            "key": key,
            "kind": "regional",
            "cluster": "asia",
            "prometheus": "metrics",
            "team": team,
            "services": [{"name": "web", "layer": "presentation"}, {"name": "llm", "layer": "ai"}],
            "selectors": {"namespaces": [f"cell-{key}"]},
        }
        for key, team in (("tokyo", "east"), ("osaka", ""))
    ],
}


def cost(
    cell: str, workload: str, daily: float, *, currency: str = "USD", is_idle: bool = False, days: int = DAYS
) -> CostCourse:
    """Three quarters of it processors, a quarter memory; half of what was requested is used."""
    ref = ResourceRef("costs", "CostCourse", f"cell-{cell}", workload)
    spans = tuple(
        CostSpan(at, at + DAY_S, daily * 0.75, daily * 0.25, 0.0, daily, 0.5, daily * 7.5, daily * 25)
        for at in (TODAY_S - DAY_S * back for back in range(days, 0, -1))
    )
    return CostCourse(ref, cell, f"cell-{cell}", workload, currency, spans, is_idle, "asked for costs")


def load(measure: str, cell: str, daily: float, service: str = "web", segment: str = "b2c") -> LoadCourse:
    """The same every day."""
    ref = ResourceRef("metrics", "LoadCourse", cell, f"{measure}/{service}/{segment}")
    spans = tuple(LoadSpan(at, at + DAY_S, daily) for at in (FIRST_S + DAY_S * day for day in range(DAYS)))
    return LoadCourse(ref, measure, cell, service, segment, spans, f"asked for {measure}")


COSTS = (
    cost("tokyo", WEB, 10),
    cost("tokyo", LLM, 30),
    cost("osaka", WEB, 20),
    cost("", "DaemonSet/agent", 2),
    cost("", "__idle__", 50, is_idle=True),
)
LOADS = (
    load(REQUESTS, "tokyo", 75_000),
    load(REQUESTS, "tokyo", 25_000, segment="b2b"),
    load(FAILED, "tokyo", 100),
    load(REQUESTS, "tokyo", 20_000, service="llm", segment="b2b"),
    load(REQUESTS, "osaka", 400_000),
    load(TOKENS, "tokyo", 5e6, service="llm", segment=""),
    load(MODEL_USD, "tokyo", 60, service="llm", segment=""),
    load(USERS, "tokyo", 1_500, service=""),
    load(USERS, "tokyo", 500, service="", segment="b2b"),
)


def estate(*budgets: dict[str, object], **more: object) -> Estate:
    """The estate with some budgets of 1,000 USD a month, unless they say otherwise."""
    usual = {"limit": {"amount": 1000, "currency": "USD"}}
    return Estate.model_validate({**ESTATE, "budgets": [{**usual, **one} for one in budgets], **more})


def late_loads(days: int) -> tuple[LoadCourse, ...]:
    """Nobody kept the loads before the last ``days``."""
    return tuple(replace(one, spans=one.spans[-days:]) for one in LOADS)


def spending(
    chosen: Estate,
    costs: tuple[CostCourse, ...] = COSTS,
    loads: tuple[LoadCourse, ...] = LOADS,
    rises: dict[str, float] | None = None,
) -> State:
    """What is known of an estate; ``rises`` is by how much cells are dearer than a week ago."""
    readings = {
        SignalKey("cost_deviation", cell): Reading(value, NOW_S, "now / last week")
        for cell, value in (rises or {}).items()
    }
    tables = {
        ("costs", "cost-days"): ObjectTable({row.ref: row for row in costs}, at_s=NOW_S),
        ("metrics", "loads"): ObjectTable({row.ref: row for row in loads}, at_s=NOW_S),
    }
    return State(estate=chosen, objects=tables, readings={"metrics": Readings(readings, NOW_S)})
