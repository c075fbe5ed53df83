"""Worker processes for what would keep a core busy: few, started when needed, ended when cancelled or idle."""

from __future__ import annotations

import asyncio
import os
import pickle
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.kernel.process_start import STARTING, start_process
from console.kernel.python_module import module_command, module_environment
from console.kernel.worker import HEAD

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")
IDLE_S = 30.0
_MOST = 4
_RESIDUE = 1 << 20
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")
_KEPT = frozenset(("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMP"))


def worker_count() -> int:
    """Return how many workers run at once: as many as there are cores for this program, four at most."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(_MOST, cores))


class WorkerPool:
    """Use on the I/O loop only. Workers are new interpreters, never forks: no thread, lock or window is copied.

    Their numeric libraries use one thread each, and they get none of the environment that could hold a secret.
    """

    def __init__(self, count: int | None = None) -> None:
        self._slots = asyncio.Semaphore(count or worker_count())
        self._idle: list[_Worker] = []
        self._leaving: set[_Worker] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._ending: asyncio.TimerHandle | None = None

    async def run(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """Return what ``work``, a function of a module, returns in a worker; all of it must be picklable.

        Cancelling ends the worker at once. A ``ConsoleError`` of the work is raised here with its sentence.
        """
        call = pickle.dumps((work, arguments))
        async with self._slots:
            worker = self._waiting() or await self._started()
            try:
                raw = await worker.ask(call)
            except BaseException:
                self._dismiss(worker)
                raise
            self._idle.append(worker)
            self._end_when_idle()
        result, fault = pickle.loads(raw)  # noqa: S301 - from a process that this one started
        if fault is not None:
            raise _error(*fault)
        found: Result = result
        return found

    def _waiting(self) -> _Worker | None:
        """Take an idle worker that still runs; the system may have ended one for want of memory."""
        while self._idle:
            worker = self._idle.pop()
            if worker.is_running:
                return worker
            self._leave(worker)
        return None

    async def _started(self) -> _Worker:
        """Start a worker; who is cancelled meanwhile leaves one that has just begun, which is ended then."""
        starting = self._keep(asyncio.get_running_loop().create_task(_Worker.start(), name=STARTING))
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            starting.add_done_callback(self._unwanted)
            raise

    def _unwanted(self, starting: asyncio.Task[_Worker]) -> None:
        if not starting.cancelled() and starting.exception() is None:
            self._dismiss(starting.result())

    def _dismiss(self, worker: _Worker) -> None:
        """Kill a worker now; its pipes are let go of behind, or by ``close``: who was cancelled must not wait."""
        worker.kill()
        self._leave(worker)

    def _leave(self, worker: _Worker) -> None:
        self._leaving.add(worker)
        self._keep(asyncio.get_running_loop().create_task(self._let_go(worker)))

    async def _let_go(self, worker: _Worker) -> None:
        await worker.end()
        self._leaving.discard(worker)

    def _keep(self, task: asyncio.Task[Any]) -> asyncio.Task[Any]:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _end_when_idle(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
        self._ending = asyncio.get_running_loop().call_later(IDLE_S, self._end_idle)

    def _end_idle(self) -> None:
        idle, self._idle = self._idle, []
        for worker in idle:
            self._leave(worker)  # it ends with its input; killing one that has just ended would race with its reaping

    async def close(self) -> None:
        """End all workers that nobody waits for any more."""
        if self._ending is not None:
            self._ending.cancel()
        self._end_idle()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in tuple(self._leaving):  # whose end was cancelled
            await self._let_go(worker)


def _error(message: str, hint: str | None) -> Exception:
    return ConsoleError(message, hint) if hint is not None else RuntimeError(f"in a worker process: {message}")


class _Worker:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @staticmethod
    async def start() -> _Worker:
        environment = {name: value for name, value in module_environment().items() if name in _KEPT}
        try:
            process = await start_process(
                *module_command("console.kernel.worker"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**environment, **_ONE_THREAD},
                start_new_session=True,  # an interrupt at the terminal is for the program, which ends its workers
            )
        except OSError as error:
            raise ConsoleError(
                t("A process for the calculation cannot be started: {why}.", why=error.strerror or error),
                t("Close other programs, then try again."),
            ) from error
        return _Worker(process)

    @property
    def is_running(self) -> bool:
        """Return whether the process has not ended."""
        return self._process.returncode is None

    async def ask(self, call: bytes) -> bytes:
        writing, reading = self._process.stdin, self._process.stdout
        assert writing is not None
        assert reading is not None
        try:
            writing.write(len(call).to_bytes(HEAD, "big") + call)
            await writing.drain()
            head = await reading.readexactly(HEAD)
            return await reading.readexactly(int.from_bytes(head, "big"))
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise ConsoleError(
                t("The process of a calculation ended in the middle of it."),
                t("Free some memory, then try again."),
            ) from error

    def kill(self) -> None:
        if self.is_running:
            self._process.kill()

    async def end(self) -> None:
        """Let go of a process and its pipes, which the loop must not end before; may be called again."""
        writing, reading = self._process.stdin, self._process.stdout
        assert writing is not None
        assert reading is not None
        writing.close()
        await self._process.wait()
        with suppress(OSError):
            await writing.wait_closed()
        while await reading.read(_RESIDUE):
            continue
