"""What a program holds at one moment: memory, handles, threads, Qt objects, Python objects, tasks, files."""

import asyncio
import gc
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from console.services.session import Session
from tests.soak.type_counts import TypeCounts

MB = 1 << 20
OWN = ("console.", "connectors.", "views.")
PLACES = {"history_mb": "history.sqlite", "log_mb": "history.sqlite-wal", "journal_mb": "journal", "trail_mb": "trail"}
"""What is kept on disk, below the profile's folder of states."""


@dataclass(frozen=True)
class Sample:
    """``values`` by measure, ``types`` the number of objects of each type that the program itself defines.

    ``cycles``: how often everything had been done by then.
    """

    at_s: float
    values: Mapping[str, float]
    types: Mapping[str, int] = field(default_factory=lambda: TypeCounts({}))
    cycles: int = 1


def take(at_s: float, session: Session, lab_pid: int | None = None, cycles: int = 1) -> Sample:
    """Look at this process, its lab and the files of its profile; counts everything that is alive, garbage too."""
    types: Counter[str] = Counter()
    values: dict[str, float] = {**_process("", psutil.Process()), **_files(session.paths.state)}
    values["tasks"] = _tasks(session)
    values["scopes"] = len(session.runtime.open_scopes)
    values["series"] = len(session.store.series.keys())
    with _alone():
        values |= _heap(types)
    values |= _qt()
    if lab_pid is not None:
        with suppress(psutil.Error):  # it has just ended: the next sample has the next one
            values |= _process("lab_", psutil.Process(lab_pid))
    return Sample(at_s, values, TypeCounts(types), cycles)


def _process(prefix: str, process: psutil.Process) -> dict[str, float]:
    with process.oneshot():
        return {
            f"{prefix}rss_mb": process.memory_info().rss / MB,
            f"{prefix}fds": process.num_fds(),
            f"{prefix}threads": process.num_threads(),
            f"{prefix}children": len(process.children(recursive=True)),
        }


def _tasks(session: Session) -> float:
    loop = session.runtime.loop
    return float(len(asyncio.all_tasks(loop)))


def _files(folder: Path) -> dict[str, float]:
    return {name: sum(map(_size, _below(folder / place))) / MB for name, place in PLACES.items()}


def _below(place: Path) -> Iterator[Path]:
    if place.is_dir():
        yield from place.rglob("*")
    else:
        yield place


def _size(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except OSError:  # written anew at this moment
        return 0


@contextmanager
def _alone() -> Iterator[None]:
    """Let no other thread run: a tuple that one is just filling must not be held by anybody else (SystemError)."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(60.0)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _heap(types: Counter[str]) -> dict[str, float]:
    """Count Python's objects; a widget of ours that only Python still knows is ``gone``: its window has been closed.

    Qt's own are left out: wrappers of them are made by looking at them, here too.
    """
    core = sys.modules.get("PySide6.QtCore")
    shiboken = sys.modules.get("shiboken6")
    objects = gc.get_objects()
    gone = 0
    for one in objects:
        kind = type(one)
        if str(kind.__module__).startswith(OWN):  # some C types have a descriptor there
            types[f"{kind.__module__}.{kind.__qualname__}"] += 1
            if core is not None and shiboken is not None and issubclass(kind, core.QObject):
                gone += not shiboken.isValid(one)
    return {"objects": float(len(objects)), "gone": float(gone)}


def _qt() -> dict[str, float]:
    core = sys.modules.get("PySide6.QtCore")
    application: Any = core.QCoreApplication.instance() if core is not None else None
    if application is None:
        return {}
    tops = application.topLevelWidgets()
    below = [*tops, *(one for top in [application, *tops] for one in top.findChildren(core.QObject))]  # type: ignore[union-attr]
    timers = [one for one in below if isinstance(one, core.QTimer) and one.isActive()]  # type: ignore[union-attr]
    return {"windows": float(len(tops)), "qt_objects": float(len(below)), "timers": float(len(timers))}
