"""Answers that are kept for a while."""

import pytest

from connectors.common.forge.kept_answer import KeptAnswers
from tests.fakes.manual_clock import ManualClock


@pytest.mark.anyio
async def test_an_answer_is_kept_for_its_time_and_a_fault_not_at_all() -> None:
    clock, asked = ManualClock(), []
    kept: KeptAnswers[int] = KeptAnswers(clock, 60.0)

    async def ask() -> int:
        asked.append(clock.monotonic())
        if len(asked) == 1:
            raise OSError("away")
        return len(asked)

    with pytest.raises(OSError, match="away"):
        await kept.of("a", ask)
    assert [await kept.of("a", ask) for _ in range(3)] == [2, 2, 2]
    assert await kept.of("b", ask) == 3
    clock.advance(61)
    assert await kept.of("a", ask) == 4
