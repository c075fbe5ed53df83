"""The runtime: the only module that starts loops, threads and worker processes."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from weakref import WeakSet

from console.kernel.ending import Ending
from console.kernel.errors import ConsoleError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine
    from concurrent.futures import Future, ThreadPoolExecutor

    from console.kernel.worker_pool import WorkerPool

Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")

_log = logging.getLogger(__name__)
THREADS = 16
STOP_S = 5.0
_TURN_S = 0.001
_DROPPED: WeakSet[Future[Any]] = WeakSet()


def is_dropped(future: Future[Any]) -> bool:
    """Return whether the scope that started it has ended: nobody wants its result any more, whether it came or not."""
    return future in _DROPPED


class Scope:
    """Owns the tasks of a page, a run or a connection; after ``cancel`` their results are dropped."""

    def __init__(self, runtime: Runtime, name: str) -> None:
        self.name = name
        self._runtime = runtime
        self._futures: set[Future[Any]] = set()
        self._ended: WeakSet[Future[Any]] = WeakSet()  # those whose result may not have been taken yet
        self._lock = threading.Lock()
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Return whether the scope has ended."""
        return self._cancelled

    def start(self, work: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Run a coroutine on the I/O loop; raise ``ConsoleError`` when the scope has ended."""
        with self._lock:
            if self._cancelled:
                work.close()
                raise ConsoleError(f"The scope {self.name!r} has ended.")
            future = self._runtime.submit(work)
            self._futures.add(future)
        future.add_done_callback(self._finished)
        return future

    def _finished(self, future: Future[Any]) -> None:
        with self._lock:
            self._futures.discard(future)
            self._ended.add(future)
        if future.cancelled():
            return
        error = future.exception()
        if error is not None and not isinstance(error, ConsoleError):
            _log.error("task of %s failed", self.name, exc_info=error)

    def cancel(self) -> None:
        """End every task of the scope and let go of it."""
        with self._lock:
            self._cancelled = True
            futures = list(self._futures)
            _DROPPED.update((*futures, *self._ended))
        for future in futures:
            future.cancel()
        self._runtime.forget(self)


class Runtime:
    """One asyncio loop in one thread, one bounded thread pool and a few worker processes; started on first use."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._workers: WorkerPool | None = None
        self._scopes: set[Scope] = set()
        self._lock = threading.RLock()
        self._closed = False
        self._ending = Ending()

    def scope(self, name: str) -> Scope:
        """Return a new scope; its owner must cancel it. One of a closed runtime has ended already."""
        scope = Scope(self, name)
        with self._lock:
            closed = self._closed
            if not closed:
                self._scopes.add(scope)
        if closed:
            scope.cancel()
        return scope

    def forget(self, scope: Scope) -> None:
        """Let go of a cancelled scope."""
        with self._lock:
            self._scopes.discard(scope)

    @property
    def open_scopes(self) -> tuple[str, ...]:
        """Return the names of scopes that nobody has cancelled yet."""
        with self._lock:
            return tuple(sorted(scope.name for scope in self._scopes))

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """Return the running I/O loop."""
        with self._lock:
            if self._closed:
                raise ConsoleError("The runtime has been closed.")
            if self._loop is None:
                import asyncio  # noqa: PLC0415 - loaded with the first work, not before the first paint
                from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

                ready = threading.Event()
                self._loop = asyncio.new_event_loop()
                self._threads = ThreadPoolExecutor(
                    THREADS, thread_name_prefix="blocking", initializer=self._ending.follow
                )
                self._loop.set_default_executor(self._threads)  # the loop resolves names in it, else in another pool
                self._thread = threading.Thread(target=self._run, args=(ready,), name="io", daemon=True)
                self._thread.start()
                ready.wait()
            return self._loop

    def _run(self, ready: threading.Event) -> None:
        import asyncio  # noqa: PLC0415

        assert self._loop is not None
        asyncio.set_event_loop(self._loop)
        self._loop.call_soon(ready.set)
        self._loop.run_forever()

    def submit(self, work: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Run a coroutine on the I/O loop without a scope (short work whose result the caller waits for)."""
        import asyncio  # noqa: PLC0415

        try:
            loop = self.loop
        except ConsoleError:
            work.close()
            raise
        return asyncio.run_coroutine_threadsafe(work, loop)

    def run(self, work: Coroutine[Any, Any, Result], timeout_s: float | None = None) -> Result:
        """Run a coroutine on the I/O loop and wait; never from the loop or the GUI thread."""
        future = self.submit(work)
        try:
            return future.result(timeout_s)
        except BaseException:
            future.cancel()
            raise

    def in_thread(
        self, work: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> asyncio.Future[Result]:
        """Run a blocking call, which carries its own timeout, in the thread pool; await the result on the I/O loop."""
        return self.loop.run_in_executor(None, lambda: work(*args, **kwargs))

    async def in_process(self, work: Callable[..., Result], /, *args: Any) -> Result:
        """Run a function of a module in a worker process, at most one per core at a time; await it on the I/O loop.

        Arguments and result are pickled. Cancelling ends the worker at once; raises ``ConsoleError`` as the work does.
        """
        if self._workers is None:
            from console.kernel.worker_pool import WorkerPool  # noqa: PLC0415 - few programs calculate much

            self._workers = WorkerPool()
        return await self._workers.run(work, *args)

    def close(self) -> None:
        """Cancel all scopes, end loop and threads; safe to call twice.

        What waits in a thread for a lock or a process hears of it (``heed_end``) and gives up.
        """
        self._ending.begin()
        with self._lock:
            scopes = list(self._scopes)
        for scope in scopes:
            scope.cancel()
        with self._lock:
            self._closed = True
            loop, thread, threads = self._loop, self._thread, self._threads
            workers = self._workers
            self._loop = self._thread = self._threads = self._workers = None
        if loop is not None and thread is not None:
            import asyncio  # noqa: PLC0415

            try:
                asyncio.run_coroutine_threadsafe(_drain(workers), loop).result(STOP_S)
            except TimeoutError:  # also what a loop that is blocked gives; its thread is a daemon
                _log.warning("some work did not end within %g s; it is left behind", STOP_S)
            loop.call_soon_threadsafe(loop.stop)
            thread.join(STOP_S)
            if not thread.is_alive():
                loop.close()
        if threads is not None:
            threads.shutdown(wait=True, cancel_futures=True)


async def _drain(workers: WorkerPool | None) -> None:
    """Cancel what still runs on the loop and wait for it to clean up; then end the workers that have nothing to do."""
    import asyncio  # noqa: PLC0415

    from console.kernel.process_start import STARTING  # noqa: PLC0415 - asyncio

    # Nothing is cancelled while a process starts: asyncio connects its pipes in a task of its own, and without them
    # waits for ever.
    while starting := {one for one in asyncio.all_tasks() if one.get_name() == STARTING}:
        if (await asyncio.wait(starting, timeout=(STOP_S - 1) / 2))[1]:
            break
    loop = asyncio.get_running_loop()
    until, told = loop.time() + (STOP_S - 1) / 2, set[asyncio.Task[Any]]()
    while (tasks := asyncio.all_tasks() - {asyncio.current_task()}) and (left_s := until - loop.time()) > 0:
        # One that has not begun is left to begin: anyio's tasks wrap a coroutine that would never be awaited.
        for task in {one for one in tasks - told if _has_begun(one)}:
            task.cancel()
            told.add(task)
        await asyncio.wait(tasks, timeout=left_s if tasks <= told else _TURN_S, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        _log.warning("%r does not end when it is cancelled", task.get_name())
    if workers is not None:
        await workers.close()
    await loop.shutdown_asyncgens()


def _has_begun(task: asyncio.Task[Any]) -> bool:
    import inspect  # noqa: PLC0415 - asyncio has loaded it

    work = task.get_coro()
    return not inspect.iscoroutine(work) or inspect.getcoroutinestate(work) != inspect.CORO_CREATED
