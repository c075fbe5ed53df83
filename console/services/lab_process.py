"""The lab as a process of its own, steered over JSON lines."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from console.kernel.clock import SystemClock
from console.kernel.errors import Cancelled, ConsoleError
from console.kernel.i18n import t
from console.kernel.process_start import start_process
from console.kernel.python_module import module_command, module_environment
from console.kernel.redact import scrub
from console.lab.process.program import ALERTMANAGER, PROMETHEUS
from console.lab.runner.running_lab import RunningLab
from console.services.lab_conversation import LabConversation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.domain.lab_scenario import LabScenario
    from console.kernel.clock import Clock
    from console.services.lab_start import LabStart

_START_S = 60.0
_STOP_S = 10.0
_LINE_BYTES = 1024 * 1024
_STEADY_S = 20.0  # a lab that ran shorter than this is not started again: it would only crash again
_KEPT_LINES = 5


def _ignore(_value: object) -> None:
    """Nobody listens."""


class LabProcess:
    """Starts and steers one lab; its coroutines all run on one loop, the runtime's.

    ``on_progress`` gets the written share of the history (0 to 1), ``on_trouble`` one sentence about what went wrong or
    is missing, ``on_restart`` the new ``RunningLab`` after a crash (its ports and tokens are new), all on the loop.
    The lab ends with this program, also when that is killed: its standard input closes.
    """

    def __init__(
        self,
        start: LabStart,
        *,
        on_progress: Callable[[float], object] = _ignore,
        on_trouble: Callable[[str], object] = _ignore,
        on_restart: Callable[[RunningLab], object] = _ignore,
        clock: Clock | None = None,
    ) -> None:
        self._start = start
        self._on_progress = on_progress
        self._on_trouble = on_trouble
        self._on_restart = on_restart
        self._clock = clock or SystemClock()
        self._process: asyncio.subprocess.Process | None = None
        self._life: asyncio.Task[None] | None = None
        self._conversation: LabConversation | None = None
        self._ready: asyncio.Future[RunningLab] | None = None
        self._stopping = False
        self._last_words: deque[str] = deque(maxlen=_KEPT_LINES)
        self.progress = 0.0
        self.running: RunningLab | None = None

    @property
    def pid(self) -> int | None:
        """Return the process id while the lab runs."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def start(self) -> RunningLab:
        """Start the lab, or join the one that runs, and return where it is; raise ``ConsoleError`` when it fails."""
        if self._ready is None or self._life is None or self._life.done():
            self._stopping = False
            self._ready = _expectation()
            self._life = asyncio.create_task(self._live())
            self._life.add_done_callback(self._ended)
        try:
            async with asyncio.timeout(_START_S):
                return await asyncio.shield(self._ready)
        except TimeoutError:
            await self.stop()
            raise ConsoleError(
                t("The lab did not start within {seconds} seconds.", seconds=int(_START_S)),
                t("Close other programs, or start it with fewer pods."),
            ) from None

    async def scenarios(self) -> tuple[LabScenario, ...]:
        """Return all scenarios with their state; raise ``ConsoleError`` when the lab does not run."""
        return await self._ask({"do": "status"})

    async def start_scenario(self, scenario: str) -> tuple[LabScenario, ...]:
        """Inject a fault; return all scenarios; raise ``ConsoleError`` for an unknown one."""
        return await self._ask({"do": "start_scenario", "id": scenario})

    async def stop_scenario(self, scenario: str) -> tuple[LabScenario, ...]:
        """Take a fault back; return all scenarios; raise ``ConsoleError`` for an unknown one."""
        return await self._ask({"do": "stop_scenario", "id": scenario})

    async def stop(self) -> None:
        """End the lab and wait for it; kill it after ten seconds. Safe when it does not run."""
        self._stopping = True
        process = self._process
        if process is not None and process.returncode is None:
            assert process.stdin is not None
            process.stdin.close()
            try:
                async with asyncio.timeout(_STOP_S):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()
        life, self._life = self._life, None
        if life is not None:
            if process is None:  # it has not even been started
                life.cancel()
            await asyncio.gather(life, return_exceptions=True)
        self._fail(Cancelled(t("The lab was stopped.")))
        self._process = self._ready = self.running = None

    async def _ask(self, command: Mapping[str, Any]) -> tuple[LabScenario, ...]:
        if self._conversation is None or self.running is None or self.pid is None:
            raise ConsoleError(t("The lab does not run."), t("Start it on the Lab page."))
        return await self._conversation.ask(command)

    async def _live(self) -> None:
        """Run the process; run it again when it crashes after a steady time."""
        while True:
            began_s = self._clock.monotonic()
            code = await self._run_once()
            if self._stopping:
                return
            reason = self._last_words[-1] if self._last_words else t("exit code {code}", code=code)
            steady = self.running is not None and self._clock.monotonic() - began_s >= _STEADY_S
            trouble = ConsoleError(
                t("The lab ended unexpectedly: {reason}.", reason=reason.rstrip(".")),
                t("It is being started again.") if steady else t("Start it again on the Lab page."),
            )
            self._fail(trouble)
            self._on_trouble(str(trouble))
            if not steady:
                self.running = None
                return
            self._ready = _expectation()

    def _ended(self, life: asyncio.Task[None]) -> None:
        if not life.cancelled() and life.exception() is not None:
            self._fail(ConsoleError(t("The lab could not be run: {reason}.", reason=life.exception())))

    async def _run_once(self) -> int:
        restarted = self.running is not None
        process = self._process = await start_process(
            *module_command("console", "--lang", "en", *self._start.arguments()),  # texts are translated where shown
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=_LINE_BYTES,
            env=module_environment(),
            start_new_session=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        self._conversation = LabConversation(process.stdin)
        listening = asyncio.create_task(self._keep_last_words(process.stderr))
        if self._stopping:
            process.stdin.close()
        async for line in process.stdout:
            with suppress(ValueError):  # what some library prints is no event
                self._hear(json.loads(line), restarted)
        code = await process.wait()
        await listening
        return code

    async def _keep_last_words(self, stream: asyncio.StreamReader) -> None:
        async for line in stream:
            self._last_words.append(scrub(line.decode("utf-8", "replace").strip()))

    def _hear(self, event: Mapping[str, Any], restarted: bool) -> None:
        if "ready" in event:
            self._become_ready(RunningLab.from_json(event["ready"]), restarted)
        elif "progress" in event:
            self.progress = float(event["progress"]["fraction"])
            self._on_progress(self.progress)
        elif "seq" in event and self._conversation is not None:
            self._conversation.hear(event)
        elif "error" in event:
            self._hear_error(str(event["error"]))

    def _become_ready(self, lab: RunningLab, restarted: bool) -> None:
        self.running = lab
        if self._ready is not None and not self._ready.done():
            self._ready.set_result(lab)
        for program, url in ((PROMETHEUS, lab.prometheus_url), (ALERTMANAGER, lab.alertmanager_url)):
            if not url:
                self._on_trouble(program.missing())  # the lab's own notice is English
        if restarted:
            self._on_restart(lab)

    def _hear_error(self, sentence: str) -> None:
        self._last_words.append(sentence)
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(ConsoleError(sentence))
        else:
            self._on_trouble(sentence)

    def _fail(self, error: ConsoleError) -> None:
        """Fail whoever waits for something that will not come."""
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(error)
        if self._conversation is not None:
            self._conversation.end(error)
            self._conversation = None


def _expectation() -> asyncio.Future[RunningLab]:
    """Return a future whose exception counts as seen even when nobody waits."""
    future: asyncio.Future[RunningLab] = asyncio.get_running_loop().create_future()
    future.add_done_callback(lambda done: done.cancelled() or done.exception())
    return future
