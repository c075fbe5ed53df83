"""Days that are past are asked for once, unless the server did not know them all yet."""

from datetime import UTC, datetime

import numpy as np
import pytest

from connectors.prometheus.day_query import DayQuery
from console.domain.price.course_days import DAY_S, course_days
from console.kernel.errors import ConnectorError, ErrorKind
from console.ports.metric import Answer, Sample, Series
from tests.fakes.manual_clock import ManualClock

pytestmark = pytest.mark.anyio
DAYS = course_days(datetime(2026, 11, 21, 20, 0, tzinfo=UTC))


class PlayedServer:
    """Knows one unit of the newest ``known`` days, and half a unit of today."""

    def __init__(self, known: int) -> None:
        self.known, self.ranges, self.is_gone = known, 0, False

    async def query_range(self, promql: str, start_s: float, end_s: float, step_s: float) -> Answer:
        self.ranges += 1
        times = np.arange(start_s, end_s + 1, step_s)[-self.known :] if self.known else np.array([])
        return Answer((Series({"cell": "tokyo"}, times, np.ones(len(times))),) if self.known else ())

    async def query(self, promql: str, at_s: float = 0.0) -> tuple[Sample, ...]:
        if self.is_gone:
            raise ConnectorError(ErrorKind.TIMEOUT, "It did not answer.", "Wait.")
        return (Sample({"cell": "tokyo"}, 0.5, at_s),)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


async def amounts(query: DayQuery) -> list[float]:
    (told,) = (await query.ask("x[$span]", DAYS)).values()
    return [one.amount for one in told]


async def test_a_past_that_is_whole_is_asked_for_once(clock: ManualClock) -> None:
    whole = round((DAYS.today_s - DAYS.begin_s) / DAY_S)
    server = PlayedServer(whole)
    query = DayQuery(lambda: server, clock)  # type: ignore[arg-type,return-value] # asks for no more than these two
    assert await amounts(query) == [*[1.0] * whole, 0.5]
    clock.advance(3_600)
    await amounts(query)
    assert server.ranges == 1


async def test_a_server_that_did_not_know_its_past_yet_is_asked_again(clock: ManualClock) -> None:
    server = PlayedServer(0)
    query = DayQuery(lambda: server, clock)  # type: ignore[arg-type,return-value]
    assert await amounts(query) == [0.5]
    server.known = 3
    clock.advance(59)
    assert await amounts(query) == [0.5]
    clock.advance(1)
    assert await amounts(query) == [1.0, 1.0, 1.0, 0.5]


async def test_in_the_first_hour_of_a_day_a_server_that_is_gone_does_not_seem_to_answer(clock: ManualClock) -> None:
    """Row C5: nothing of today is over and the past is known, so nothing would be asked; the age of data would lie."""
    midnight = course_days(datetime(2026, 11, 21, 0, 12, tzinfo=UTC))
    server = PlayedServer(round((midnight.today_s - midnight.begin_s) / DAY_S))
    query = DayQuery(lambda: server, clock)  # type: ignore[arg-type,return-value]
    first = await query.ask("x[$span]", midnight)
    assert await query.ask("x[$span]", midnight) == first
    server.is_gone = True
    with pytest.raises(ConnectorError, match=r"It did not answer\."):
        await query.ask("x[$span]", midnight)
    assert server.ranges == 1
