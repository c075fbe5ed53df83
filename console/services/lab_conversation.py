"""Questions to a running lab and their answers, matched by number."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from console.domain.lab_scenario import LabScenario
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Mapping

_ANSWER_S = 10.0


class LabConversation:
    """Writes commands to ``stream``, the lab's standard input; ``hear`` gets the events that answer them."""

    def __init__(self, stream: asyncio.StreamWriter) -> None:
        self._stream = stream
        self._waiting: dict[int, asyncio.Future[tuple[LabScenario, ...]]] = {}
        self._count = 0

    async def ask(self, command: Mapping[str, Any]) -> tuple[LabScenario, ...]:
        """Send a command and return the scenarios after it.

        Raises ``ConsoleError`` when the lab refuses or does not answer within ten seconds.
        """
        self._count = number = self._count + 1
        answer: asyncio.Future[tuple[LabScenario, ...]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            self._stream.write(json.dumps({**command, "seq": number}).encode() + b"\n")
            await self._stream.drain()
            async with asyncio.timeout(_ANSWER_S):
                return await answer
        except (TimeoutError, ConnectionError):
            raise ConsoleError(t("The lab does not answer."), t("Start it again on the Lab page.")) from None
        finally:
            self._waiting.pop(number, None)

    def hear(self, event: Mapping[str, Any]) -> None:
        """Take an event with a ``seq``; an answer that nobody waits for any more is dropped."""
        waiting = self._waiting.get(event["seq"])
        if waiting is None or waiting.done():
            return
        if "error" in event:
            waiting.set_exception(ConsoleError(str(event["error"])))
        else:
            waiting.set_result(tuple(LabScenario.from_json(one) for one in event["scenarios"]))

    def end(self, error: ConsoleError) -> None:
        """Fail whoever still waits."""
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(error)
