"""Commands to the lab: each is answered, wrong ones with a sentence, none ends it but ``stop``."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.lab.control.commander import Commander
from console.lab.scenarios.scenario_board import ScenarioBoard, ScenarioStatus

pytestmark = pytest.mark.anyio


class Board(ScenarioBoard):
    """Two scenarios without a world."""

    def __init__(self) -> None:
        self.active: set[str] = set()

    def list(self) -> tuple[ScenarioStatus, ...]:
        return tuple(
            ScenarioStatus(one, one, "", "", "", "active" if one in self.active else "idle", None, None, {})
            for one in ("kafka-lag", "router-skew")
        )

    def start(self, scenario_id: str) -> ScenarioStatus:
        self.active.add(scenario_id)
        return self.list()[0]

    def stop(self, scenario_id: str) -> ScenarioStatus:
        self.active.discard(scenario_id)
        return self.list()[0]


async def _lines(*lines: str) -> AsyncIterator[str]:
    for line in lines:
        yield line


async def _obey(*lines: str) -> list[Mapping[str, Any]]:
    told: list[Mapping[str, Any]] = []
    await Commander(Board(), told.append).obey(_lines(*lines))
    return told


def _states(event: Mapping[str, Any]) -> list[str]:
    return [one["state"] for one in event["scenarios"]]


async def test_scenarios_start_and_stop_and_every_answer_carries_its_number() -> None:
    told = await _obey(
        '{"do": "status", "seq": 1}',
        '{"do": "start_scenario", "id": "router-skew", "seq": 2}',
        '{"do": "stop_scenario", "id": "router-skew", "seq": 3}',
    )
    assert [event["seq"] for event in told] == [1, 2, 3]
    assert [_states(event) for event in told] == [["idle", "idle"], ["idle", "active"], ["idle", "idle"]]


async def test_stop_ends_it_and_nothing_after_it_is_done() -> None:
    assert await _obey('{"do": "stop"}', '{"do": "status"}') == []


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("nonsense", "JSON object"),
        ("[]", "JSON object"),
        ("[" * 100_000, "JSON object"),
        ("{}", "does not know the command None"),
        ('{"do": "start_scenario"}', "no scenario None. Known: kafka-lag, router-skew."),
        ('{"do": "start_scenario", "id": ["a"]}', "no scenario"),
        ('{"do": {"a": 1}}', "does not know the command"),
    ],
)
async def test_a_wrong_command_is_told_and_the_next_one_obeyed(line: str, sentence: str) -> None:
    told = await _obey(line, "", '{"do": "status"}')
    assert sentence in told[0]["error"]
    assert "scenarios" in told[1]


_values = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda one: st.lists(one, max_size=3))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["do", "id", "seq", "x"]), _values))
def test_no_command_breaks_it(command: dict[str, Any]) -> None:
    told: list[Mapping[str, Any]] = []
    going_on = Commander(Board(), told.append)._obey(json.dumps(command))
    assert going_on is (command.get("do") != "stop")
    assert len(told) == int(going_on)
    json.dumps(told)
