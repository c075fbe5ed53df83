"""Observing zones: one that fails hides no other, and the past goes into the history once."""

import asyncio
from contextlib import aclosing

import pytest

from connectors.carbon.fixed import FixedCarbon
from connectors.carbon.intensity_source import SIGNAL, IntensitySource
from connectors.carbon.provider import Point
from connectors.carbon.zone_reader import ZoneReader
from connectors.common.connection_health import ConnectionHealth
from console.domain.carbon.carbon_intensity import IntensityKind
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, Event, ObjectsListed, SeriesObserved
from console.domain.signal_key import SignalKey
from console.kernel.errors import ConnectorError, ErrorKind
from tests.fakes.manual_clock import ManualClock

HOUR_S = 3_600.0


class Played:
    """A provider with an hour of past per round; places named ``bad`` fail while ``is_broken``."""

    def __init__(self) -> None:
        self.rounds = 0
        self.is_broken = True

    async def now(self, place: str) -> Point:
        self.rounds += place == "good"
        return Point(100.0, IntensityKind.ESTIMATED, self.rounds * HOUR_S, (self.rounds + 1) * HOUR_S)

    async def forecast(self, place: str) -> tuple[Point, ...]:
        if place == "bad" and self.is_broken:
            raise ConnectorError(ErrorKind.NOT_FOUND, "No such zone.", "Name another.")
        return (Point(50.0, IntensityKind.FORECAST, 9 * HOUR_S, 10 * HOUR_S),)

    async def history(self, place: str) -> tuple[Point, ...]:
        return tuple(
            Point(float(hour), IntensityKind.MEASURED, hour * HOUR_S, (hour + 1) * HOUR_S)
            for hour in range(1, self.rounds + 1)
        )


async def observed(zones: dict[str, str], played: Played, count: int) -> list[Event]:
    clock = ManualClock()
    reader = ZoneReader("grid", played, zones, name="Played", attribution="")
    health = ConnectionHealth("grid", "carbon", clock)
    source = IntensitySource("grid", reader, health=health, clock=clock, poll_s=1.0)
    told: list[Event] = []

    async def quick(_seconds: float) -> None:
        await asyncio.sleep(0)

    source._poll._sleep = quick
    async with aclosing(source.observe()) as events:
        async for event in events:
            told.append(event)
            if sum(isinstance(one, ObjectsListed) for one in told) > count:
                return told
    return told


@pytest.mark.anyio
async def test_a_zone_that_fails_is_told_and_hides_no_other() -> None:
    played = Played()
    told = await observed({"XX": "bad", "JP": "good"}, played, 1)
    listed = next(one for one in told if isinstance(one, ObjectsListed))
    assert {row.zone for row in listed.rows} == {"JP"}  # type: ignore[attr-defined]
    states = [one.status for one in told if isinstance(one, ConnectionChanged)]
    assert ConnectionState.FAILED not in {one.state for one in states}
    [state] = [one for one in states if one.error]
    assert state.state is ConnectionState.LIVE
    assert state.error == "carbon XX cannot be read: No such zone."


@pytest.mark.anyio
async def test_when_all_zones_fail_the_connection_has_failed_and_comes_back() -> None:
    played = Played()
    clock = ManualClock()
    reader = ZoneReader("grid", played, {"XX": "bad", "YY": "bad"}, name="Played", attribution="")
    health = ConnectionHealth("grid", "carbon", clock)
    source = IntensitySource("grid", reader, health=health, clock=clock, poll_s=1.0)
    states: list[ConnectionState] = []

    async def quick(_seconds: float) -> None:
        played.is_broken = len(states) < 2
        await asyncio.sleep(0)

    source._poll._sleep = quick
    async with aclosing(source.observe()) as events:
        async for event in events:
            if isinstance(event, ConnectionChanged):
                states.append(event.status.state)
                assert event.status.state is not ConnectionState.LIVE or not event.status.error
            if states[-1:] == [ConnectionState.LIVE]:
                break
    assert states == [ConnectionState.CONNECTING, ConnectionState.FAILED, ConnectionState.LIVE]


@pytest.mark.anyio
async def test_the_past_becomes_a_series_and_no_point_comes_twice() -> None:
    told = await observed({"JP": "good"}, Played(), 3)
    series = [one for one in told if isinstance(one, SeriesObserved)]
    assert {one.key for one in series} == {SignalKey(SIGNAL, target="JP")}
    times = [at_s for one in series for at_s in one.times]
    assert times == sorted(set(times))
    assert times[:3] == [HOUR_S, 2 * HOUR_S, 3 * HOUR_S]


@pytest.mark.anyio
async def test_a_surer_figure_takes_the_place_of_another_of_the_same_moment() -> None:
    told = await observed({"JP": "good"}, Played(), 1)
    listed = [one for one in told if isinstance(one, ObjectsListed)]
    for one in listed:
        refs = [row.ref for row in one.rows]
        assert len(refs) == len(set(refs))


@pytest.mark.anyio
async def test_own_figures_hold_for_the_day_and_name_what_is_missing() -> None:
    clock = ManualClock()
    provider = FixedCarbon({"IS": 28.0}, clock)
    now = await provider.now("IS")
    assert (now.g_per_kwh, now.kind, now.to_s - now.from_s) == (28.0, IntensityKind.FIXED, 86_400.0)
    assert now.from_s <= clock.now().timestamp() < now.to_s
    with pytest.raises(ConnectorError, match="states no carbon intensity for the zone NO"):
        await provider.now("NO")
    assert (await provider.forecast("IS"), await provider.history("IS")) == ((), ())
