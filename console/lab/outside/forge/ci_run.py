"""CI runs that a forge of the lab shows: those of a schedule, of pushes and of dispatches, progressing with time."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_SLOT_S = 900
_FIRST_SLOT = 1_700_000_000 // _SLOT_S  # run numbers are counted from there
_PER_SLOT = 100
_KEPT_SLOTS = 20
_QUEUED_S = 4.0
_MOST_STARTED = 200
FAILS_ONE_IN = 9


@dataclass(slots=True)
class CiRun:
    """``ends`` is how it ends (``success`` or ``failure``); ``cancelled_s`` is when somebody cancelled it.

    It is queued from ``created_s`` on, runs from ``started_s`` to ``ended_s`` (unix seconds).
    """

    id: int
    number: int
    branch: str
    sha: str
    event: str
    title: str
    created_s: float
    started_s: float
    ended_s: float
    ends: str
    cancelled_s: float | None = None

    def state(self, now_s: float) -> str:
        """Return ``queued``, ``running``, ``success``, ``failure`` or ``cancelled``."""
        if self.cancelled_s is not None:
            return "cancelled"
        if now_s < self.started_s:
            return "queued"
        return "running" if now_s < self.ended_s else self.ends

    def changed_s(self, now_s: float) -> float:
        """Return when its state last changed."""
        if self.cancelled_s is not None:
            return self.cancelled_s
        moments = [at for at in (self.started_s, self.ended_s) if at <= now_s]
        return max(moments, default=self.created_s)


class CiRuns:
    """The runs of one project. A scheduled one begins every quarter of an hour; each takes one to two minutes.

    One in ``fails_one_in`` fails (0: none).
    """

    def __init__(
        self, project: str, now_s: Callable[[], float], speed: float, fails_one_in: int = FAILS_ONE_IN
    ) -> None:
        self._project = project
        self._fails_one_in = fails_one_in
        self._now_s = now_s
        self._speed = speed
        self._started: list[CiRun] = []
        self._count = 0
        self._scheduled: dict[int, CiRun] = {}

    def start(self, branch: str, sha: str, event: str, title: str) -> CiRun:
        """Begin a run now."""
        now_s = self._now_s()
        self._count += 1
        number = (int(now_s // _SLOT_S) - _FIRST_SLOT) * _PER_SLOT + 1 + self._count % (_PER_SLOT - 1)
        run = self._run(number, now_s, branch, sha, event, title)
        self._started.append(run)
        del self._started[:-_MOST_STARTED]
        return run

    def newest(self, branch: str, sha: str, title: str) -> list[CiRun]:
        """Return all that are known, newest first; scheduled runs are of the main branch as it is given here."""
        slots = self._slots()
        for slot in slots:
            if slot not in self._scheduled:
                offset_s = _digest(self._project) % _SLOT_S
                self._scheduled[slot] = self._run(
                    (slot - _FIRST_SLOT) * _PER_SLOT, slot * _SLOT_S + offset_s, branch, sha, "schedule", title
                )
        now_s = self._now_s()
        found = [*self._started, *(self._scheduled[slot] for slot in slots)]
        return sorted((run for run in found if run.created_s <= now_s), key=lambda run: -run.created_s)

    def check(self, sha: str, before_s: float, *, is_red: bool) -> CiRun:
        """Return the run of a pull request's newest commit, ended a minute before ``before_s``."""
        began_s = before_s - 180.0
        run = self._run(int(began_s // _SLOT_S - _FIRST_SLOT) * _PER_SLOT - 2, began_s, "", sha, "pull_request", "CI")
        run.started_s, run.ended_s, run.ends = began_s, before_s - 60.0, "failure" if is_red else "success"
        return run

    def release(self, name: str, sha: str, at_s: float) -> CiRun:
        """Return the run of a release, which was when its commit was made; it is no part of what is newest."""
        run = self._run(int(at_s // _SLOT_S - _FIRST_SLOT) * _PER_SLOT - 1, at_s, name, sha, "push", f"Release {name}")
        run.ends = "success"
        return run

    def _slots(self) -> tuple[int, ...]:
        last = int(self._now_s() // _SLOT_S)
        for old in [slot for slot in self._scheduled if slot < last - _KEPT_SLOTS]:
            del self._scheduled[old]
        return tuple(range(last, last - _KEPT_SLOTS, -1))

    def _run(self, number: int, at_s: float, branch: str, sha: str, event: str, title: str) -> CiRun:
        chance = _digest(f"{self._project}/{number}")
        queued_s, takes_s = _QUEUED_S / self._speed, (60 + chance % 60) / self._speed
        # Scheduled runs fail in turn, so that each window of some hours shows the same habit.
        turn = chance if number % _PER_SLOT else number // _PER_SLOT + _digest(self._project)
        ends = "failure" if self._fails_one_in and turn % self._fails_one_in == 0 else "success"
        begin_s = at_s + queued_s
        return CiRun(
            _id(self._project, number), number, branch, sha, event, title, at_s, begin_s, begin_s + takes_s, ends
        )


def times_of(run: CiRun, now_s: float) -> Iterator[float | None]:
    """Yield when it began and when it ended, ``None`` for what has not happened yet."""
    yield run.started_s if run.started_s <= now_s else None
    end_s = run.cancelled_s if run.cancelled_s is not None else run.ended_s
    yield end_s if end_s <= now_s else None


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def _id(project: str, number: int) -> int:
    return number * 1000 + _digest(project) % 1000
