"""Threads that are alive."""

import threading
from concurrent.futures import thread as pools

# pytest-timeout's watchdog and xdist's channel live by their own rules; an event loop's own resolver pool ends with it.
_FOREIGN = ("pytest_timeout", "execnet", "asyncio_")


def running() -> dict[object, str]:
    """Return the living threads that a test could have started, by identity; a pool, which may grow, counts as one.

    The pool of a runtime is told only when no runtime is open: before, it is the runtime's loop that was left behind,
    and one of a module's runtime begins whenever something first blocks.
    """
    alive = [one for one in threading.enumerate() if one is not threading.main_thread() and not _is_foreign(one)]
    owned = "blocking" if any(one.name == "io" for one in alive) else "\0"
    return {_key(one): f"thread {one.name!r}" for one in alive if not one.name.startswith(owned)}


def _key(thread: threading.Thread) -> object:
    queue = pools._threads_queues.get(thread)  # type: ignore[attr-defined] # the one place that knows a thread's pool
    return ("pool", id(queue)) if queue is not None else ("thread", thread.ident, id(thread))


def _is_foreign(thread: threading.Thread) -> bool:
    made_by = type(thread).__module__ + str(getattr(getattr(thread, "function", None), "__module__", ""))
    return any(word in made_by or word in thread.name for word in _FOREIGN)
