"""Looking again until something holds, or the time is up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.runbooks.step_result import StepEnd, StepResult
from console.kernel.errors import ConnectorError
from console.kernel.i18n import t
from console.runbooks.length import length_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from console.runbooks.step_outside import StepOutside

EVERY_S = 10.0
_LEAST_S = 0.2
SLACK_S = 30.0
"""What a step that looks again may take beyond its own time: the last look."""


class Finding(NamedTuple):
    """What one look found."""

    holds: bool
    sentence: str


async def awaited(
    look: Callable[[], Awaitable[Finding]],
    outside: StepOutside,
    within_s: float,
    every_s: float = EVERY_S,
    hold_s: float = 0.0,
) -> StepResult:
    """Look until it holds (for ``hold_s`` without a break), at most for ``within_s``; 0 looks once.

    What cannot be reached is looked at again too; raises ``ConnectorError`` when it still cannot be at the end.
    """
    begun_s = outside.now_s()
    since_s: float | None = None
    while True:
        now_s = outside.now_s()
        is_last = now_s - begun_s >= within_s
        try:
            found = await look()
        except ConnectorError:
            if is_last:
                raise
            found = Finding(holds=False, sentence="")
        since_s = (since_s if since_s is not None else now_s) if found.holds else None
        if since_s is not None and outside.now_s() - since_s >= hold_s:
            return StepResult(StepEnd.PASSED, found.sentence)
        if is_last and not (found.holds and within_s):
            return StepResult(StepEnd.FAILED, _late(found.sentence, within_s))
        await outside.sleep(max(_LEAST_S, every_s))


def _late(sentence: str, within_s: float) -> str:
    if not within_s:
        return sentence
    return t("{sentence} It did not hold within {time}.", sentence=sentence, time=length_text(within_s))
