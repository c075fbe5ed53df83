"""Scenarios of queues are healed by what their runbooks do, at whatever hour they begin (proves C7, L7.2)."""

from datetime import UTC, datetime

import pytest

from console.lab.objects.autoscaler_object import kafka_secret
from console.lab.scenarios.delivery_of import has_caught_up
from console.lab.simulator.backlog import due_in_campaign
from tests.fakes.simulated_lab import SimulatedLab

MONDAY = datetime(2026, 11, 23, tzinfo=UTC).timestamp()
SATURDAY = datetime(2026, 11, 28, tzinfo=UTC).timestamp()
STEP_S = 5
ALL, SOME = tuple(range(24)), (3, 6, 17, 22)
"""Hours (UTC); some are a quiet one and those of the daily runs in Frankfurt, Osaka and Tokyo."""
AMID_RUNS = (7, 8, 9, 20, 21, 22, 23)
DAYS = pytest.mark.parametrize(
    ("day_s", "hours"),
    [
        pytest.param(MONDAY, SOME, id="weekday"),
        pytest.param(MONDAY, ALL, id="whole-weekday", marks=pytest.mark.slow),
        pytest.param(SATURDAY, ALL, id="whole-weekend", marks=pytest.mark.slow),
    ],
)
SETTINGS = {"kafka-lag": {"batch.size": "500"}, "hot-partition": {"partition.key": "user_id"}}


class Played:
    """One scenario on a world of its own: its queue, and what its runbook may wait for."""

    def __init__(self, scenario: str, start_s: float) -> None:
        self.lab, self.scenario = SimulatedLab(start_s=start_s), scenario
        told = self.lab.world.scenarios.status(scenario).parameters
        self.cell, self.most_lag = told["cell"], float(told["most_lag"])

    @property
    def lag(self) -> float:
        return float(self.lab.world.state.cells[self.cell].flow.lag)

    def begin(self) -> None:
        self.lab.run(10, STEP_S)
        assert self.lag < self.most_lag, "a queue that nobody broke counts as worked off"
        self.lab.world.scenarios.start(self.scenario)

    def wait_until_worked_off(self, within_s: int) -> None:
        for _ in range(0, within_s, STEP_S):
            self.lab.run(STEP_S, STEP_S)
            if self.lag <= self.most_lag:
                break
        assert self.lag <= self.most_lag
        self.lab.run(20, STEP_S)
        assert self.lag <= self.most_lag, "it stays so while the campaign goes on"
        assert self.lab.world.scenarios.status(self.scenario).state == "healed"


@DAYS
@pytest.mark.parametrize("scenario", SETTINGS)
def test_the_setting_of_before_heals_a_queue_at_every_hour(scenario: str, day_s: float, hours: tuple[int, ...]) -> None:
    for hour in hours:
        played = Played(scenario, day_s + hour * 3600.0)
        played.begin()
        for _ in range(0, 180, STEP_S):  # the premise waits as long
            played.lab.run(STEP_S, STEP_S)
            if played.lag > played.most_lag:
                break
        assert played.lag > played.most_lag, hour
        played.lab.run(15, STEP_S)
        before = played.lag
        played.lab.patch("configmaps", f"cell-{played.cell}", "delivery-config", {"data": SETTINGS[scenario]})
        played.lab.run(60, STEP_S)
        assert played.lag < before, hour
        played.wait_until_worked_off(600)


@DAYS
def test_the_secret_of_before_heals_a_queue_at_every_hour(day_s: float, hours: tuple[int, ...]) -> None:
    for hour in hours:
        played = Played("keda-secret-missing", day_s + hour * 3600.0)
        played.begin()
        state = played.lab.run(60, STEP_S)
        if hour not in AMID_RUNS:  # before those KEDA has started enough workers
            assert not has_caught_up(state, played.lab.world.blueprint.cell(played.cell)), hour
        played.lab.store.create(kafka_secret(f"cell-{played.cell}", played.lab.now_s))
        played.lab.run(45, STEP_S)  # until KEDA reads the lag, and pods have started
        played.wait_until_worked_off(600)


def test_a_campaign_raises_what_is_due_to_its_floor_in_the_same_shares_and_never_lowers_it() -> None:
    usual = {"b2b": 10.0, "b2c": 30.0}
    assert due_in_campaign(usual, 0.0) == usual
    assert due_in_campaign(usual, 39.0) == usual
    assert due_in_campaign(usual, 80.0) == {"b2b": 20.0, "b2c": 60.0}
    assert due_in_campaign({"b2b": 0.0}, 80.0) == {"b2b": 0.0}
