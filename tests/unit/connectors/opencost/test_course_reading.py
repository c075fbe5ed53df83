"""Costs day by day: the past is asked for rarely, and yet every reading hears from the server."""

from datetime import UTC, datetime

import pytest

from connectors.opencost.course_reading import CourseReading
from console.domain.cost import Allocation
from console.kernel.errors import ConnectorError, ErrorKind
from tests.fakes.manual_clock import ManualClock

pytestmark = pytest.mark.anyio
MIDNIGHT_S = datetime(2026, 11, 21, tzinfo=UTC).timestamp()


class PlayedApi:
    """Knows no costs; remembers the windows that it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_gone = False

    async def allocation(self, window: str, aggregate: str, step: str = "") -> tuple[Allocation, ...]:
        if self.is_gone:
            raise ConnectorError(ErrorKind.TIMEOUT, "It did not answer.", "Wait.")
        self.asked.append(window)
        return ()


async def test_in_the_first_hour_of_a_day_a_server_that_is_gone_does_not_seem_to_answer() -> None:
    """Row C5: nothing of today is over and the past is known, so nothing would be asked; the age of data would lie."""
    api = PlayedApi()
    clock = ManualClock(datetime.fromtimestamp(MIDNIGHT_S + 720, UTC))
    reading = CourseReading("costs", api, clock, ())  # type: ignore[arg-type] # asks for no more than this
    await reading.read()
    assert len(api.asked) == 1
    await reading.read()
    assert api.asked[1:] == [f"{MIDNIGHT_S - 3600:.0f},{MIDNIGHT_S:.0f}"]
    api.is_gone = True
    with pytest.raises(ConnectorError, match=r"It did not answer\."):
        await reading.read()
