"""What policies are told beside a change: cells, budgets, calendars, signatures. Proves L7.4."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from console.domain.policy.policy_input import policy_input
from console.estate.schema.estate import Estate
from console.kernel.runtime import Runtime
from console.services.policy.change_judge import ChangeJudge
from console.store.store import Store
from tests.fakes.manual_clock import ManualClock
from tests.fakes.two_operators import NOW_S, TwoOperators, planned_change


def calendar(**more: Any) -> dict[str, Any]:
    entry = {"title": "Sale", "kind": "freeze", "start": "2025-10-09T08:00:00Z", "end": "2025-10-09T09:00:00Z", **more}
    return {"key": "ops", "entries": [entry]}


@pytest.fixture
def judge(tmp_path: Path) -> Any:
    """Make the judge of an estate with one cell in the cluster prod."""
    runtime = Runtime()

    def make(**more: Any) -> ChangeJudge:
        two = TwoOperators(tmp_path)
        cell = {"key": "osaka", "kind": "regional", "cluster": "prod", "selectors": {"namespaces": ["cell-osaka"]}}
        estate = Estate.model_validate({"name": "shop", "cells": [cell], **more})
        return ChangeJudge(runtime, ManualClock(), Store(), estate, tmp_path, two.ann)

    yield make
    runtime.close()


def test_a_change_belongs_to_the_cells_of_its_cluster_and_namespace(judge: Any) -> None:
    change = planned_change()
    assert judge().facts(change, NOW_S).cells == ("osaka",)
    elsewhere = replace(change, operation=replace(change.operation, namespace="other"))  # type: ignore[type-var]
    assert judge().facts(elsewhere, NOW_S).cells == ()


@pytest.mark.parametrize(("hour", "count"), [(-1, 0), (0, 1), (1, 0)])  # NOW_S is 08:53 of that day
def test_only_what_is_on_now_is_told_of_a_calendar(judge: Any, hour: int, count: int) -> None:
    facts = judge(calendars=[calendar()]).facts(planned_change(), NOW_S + hour * 3600)
    assert [(one.title, one.kind) for one in facts.calendar] == [("Sale", "freeze")] * count


def test_the_input_is_plain_values_and_says_what_retreats(judge: Any) -> None:
    facts = judge().facts(planned_change(), NOW_S)
    told = policy_input(planned_change(), facts)
    assert told["numbers"] == [{"what": "replicas", "name": "replicas", "before": None, "after": 5.0}]
    assert (told["change"]["retreats"], told["change"]["touches_users"]) == (False, True)
    assert policy_input(replace(planned_change(), undo_of="earlier"), facts)["change"]["retreats"] is True
    assert told["time"] == {"unix_s": NOW_S, "utc": "2025-10-09T08:53Z", "weekday": "thursday", "hour": 8}


def test_a_freeze_refuses_and_what_cannot_be_read_refuses(judge: Any) -> None:
    frozen, missing = judge(calendars=[calendar(repeat="daily")]), judge(policies=["none.rego"])
    for one in (frozen, missing):
        one._clock.set_wall_clock(datetime.fromtimestamp(NOW_S, UTC))
    refusals = frozen._runtime.run(frozen.judged(planned_change()), 30).policy.refusals
    assert [one.policy for one in refusals] == ["freeze-windows", "second-signature"]
    (unread,) = missing._runtime.run(missing.judged(planned_change()), 30).policy.refusals
    assert "none.rego" in unread.text
