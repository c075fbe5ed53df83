"""Obeying the commands of whoever started the lab."""

import json
from collections.abc import AsyncIterable, Callable, Mapping
from dataclasses import asdict
from typing import Any

from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t
from console.lab.scenarios.scenario_board import ScenarioBoard

Tell = Callable[[Mapping[str, Any]], None]


class Commander:
    """Commands are JSON objects, one a line: ``{"do": "start_scenario", "id": "kafka-lag", "seq": 7}``.

    ``do`` is ``start_scenario``, ``stop_scenario``, ``status`` or ``stop``. Each but the last is answered by one event,
    ``{"scenarios": [...]}`` or ``{"error": sentence}``, with the command's ``seq`` when it has one.
    """

    def __init__(self, board: ScenarioBoard, tell: Tell) -> None:
        self._board = board
        self._tell = tell

    async def obey(self, lines: AsyncIterable[str]) -> None:
        """Obey until ``stop`` or until there are no more lines."""
        async for line in lines:
            if line.strip() and not self._obey(line):
                return

    def _obey(self, line: str) -> bool:
        seq: dict[str, Any] = {}
        try:
            command = _parse(line)
            seq = {"seq": command["seq"]} if "seq" in command else {}
            if command.get("do") == "stop":
                return False
            self._act(command)
            self._tell({"scenarios": [asdict(one) for one in self._board.list()], **seq})
        except ConsoleError as error:
            self._tell({"error": str(error), **seq})
        return True

    def _act(self, command: Mapping[str, Any]) -> None:
        verb = command.get("do")
        if verb == "status":
            return
        if verb not in ("start_scenario", "stop_scenario"):
            raise UserError(t("The lab does not know the command {command}.", command=repr(verb)))
        scenario = command.get("id")
        known = [one.id for one in self._board.list()]
        if scenario not in known:
            raise UserError(
                t("The lab has no scenario {scenario}.", scenario=repr(scenario)),
                t("Known: {names}.", names=", ".join(known)),
            )
        if verb == "start_scenario":
            self._board.start(scenario)
        else:
            self._board.stop(scenario)


def _parse(line: str) -> dict[str, Any]:
    try:
        command = json.loads(line)
    except (ValueError, RecursionError):
        command = None
    if not isinstance(command, dict):
        raise UserError(t("A command to the lab must be a JSON object on one line."))
    return command
