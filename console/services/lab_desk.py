"""The lab desk: the one lab of this program, started when it is first wanted and ended with the program."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    from console.domain.lab_scenario import LabScenario
    from console.kernel.clock import Clock
    from console.kernel.paths import Paths
    from console.kernel.runtime import Runtime
    from console.services.game_days.game_desk import GameDesk
    from console.services.lab_process import LabProcess
    from console.services.lab_start import LabStart
    from console.services.trail_desk import TrailDesk

_STOP_S = 15.0
_log = logging.getLogger(__name__)


class LabDesk:
    """Steers the lab from any thread. ``on_progress``, ``on_trouble`` and ``on_restart`` are called on the I/O loop.

    ``on_restart`` gets the estate file of a lab that was started again: its ports and tokens are new.
    """

    def __init__(self, runtime: Runtime, paths: Paths, start: LabStart | None = None) -> None:
        self._runtime = runtime
        self.on_progress: Callable[[str, float | None], object] = lambda _text, _fraction: None
        self.on_trouble: Callable[[str], object] = lambda _sentence: None
        self.on_restart: Callable[[Path], object] = lambda _file: None
        self._paths, self._start_as = paths, start
        self._made: LabProcess | None = None
        self._games: GameDesk | None = None

    @property
    def _process(self) -> LabProcess:
        if self._made is None:
            from console.services.lab_process import LabProcess  # noqa: PLC0415 - few starts need the lab
            from console.services.lab_start import LabStart  # noqa: PLC0415

            self._start_as = self._start_as or LabStart.of_profile(self._paths)
            self._made = LabProcess(
                self._start_as,
                on_progress=self._progress,
                on_trouble=self._trouble,
                on_restart=lambda lab: self.on_restart(lab.estate_file),
            )
        return self._made

    def _progress(self, fraction: float) -> None:
        days = f"{self._start_as.history_days:g}" if self._start_as is not None else ""
        self.on_progress(t("Writing {days} days of history", days=days), fraction)

    def _trouble(self, sentence: str) -> None:
        self.on_trouble(sentence)

    @property
    def is_running(self) -> bool:
        """Return whether the lab of this program runs."""
        return self._made is not None and self._made.running is not None and self._made.pid is not None

    @property
    def history_share(self) -> float | None:
        """Return the written share of the lab's history, 0 to 1; ``None`` for a lab that gets none."""
        start, running = self._start_as, self._process.running
        gets_none = start is None or not start.history_days or running is None or not running.prometheus_url
        return None if gets_none else self._process.progress

    def start(self) -> Future[Path]:
        """Start the lab unless it runs; resolve to its estate file."""
        return self._runtime.submit(self._start())

    async def _start(self) -> Path:
        return (await self._process.start()).estate_file

    def scenarios(self) -> Future[tuple[LabScenario, ...]]:
        """Ask for all scenarios with their state."""
        return self._runtime.submit(self._process.scenarios())

    def start_scenario(self, scenario: str) -> Future[tuple[LabScenario, ...]]:
        """Inject a fault; resolve to all scenarios."""
        return self._runtime.submit(self._process.start_scenario(scenario))

    def stop_scenario(self, scenario: str) -> Future[tuple[LabScenario, ...]]:
        """Take a fault back; resolve to all scenarios."""
        return self._runtime.submit(self._process.stop_scenario(scenario))

    def games(self, clock: Clock, trail: TrailDesk) -> GameDesk:
        """Return the game days of this lab, put together when they are first wanted."""
        if self._games is None:
            from console.services.game_days.game_desk import GameDesk  # noqa: PLC0415 - few starts need it

            self._games = GameDesk(self._runtime, clock, self._paths.state / "gamedays", self, trail)
        return self._games

    def close(self) -> None:
        """End the lab and wait for it; nothing happens when it never ran."""
        if self._games is not None:
            self._games.close()
            self._games = None
        if self._made is not None:  # also while it starts and has no process yet
            try:
                self._runtime.run(self._made.stop(), timeout_s=_STOP_S)
            except TimeoutError:  # it ends by itself: its standard input closes with this program
                _log.warning("the lab did not end within %g s", _STOP_S)
