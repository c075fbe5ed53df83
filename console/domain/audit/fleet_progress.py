"""How far a fleet of audits has come: weighted by the seconds that are expected, never going back."""

from msgspec import Struct


class FleetProgress(Struct, frozen=True):
    """``share`` is from 0 to 1; ``left_s`` is an estimate in seconds. ``running`` names the projects at work."""

    done: int
    total: int
    share: float
    left_s: float
    running: tuple[str, ...] = ()


class FleetMeter:
    """Counts expected seconds: of projects that are not looked at yet (``guess_s`` each), of tasks, of what is done."""

    def __init__(self, projects: int, workers: int, guess_s: float = 5.0) -> None:
        self._unread, self._workers, self._guess_s = projects, workers, guess_s
        self._expected_s = self._done_s = self._spent_s = 0.0
        self._done = self._total = 0
        self._share = 0.0

    def plan(self, estimates_s: tuple[float, ...]) -> None:
        """Take in that a project has been looked at, and which tasks it has."""
        self._unread -= 1
        self._total += len(estimates_s)
        self._expected_s += sum(estimates_s)

    def finish(self, estimate_s: float, spent_s: float) -> None:
        """Take in that a task is done; ``spent_s`` is 0 when its result was known."""
        self._done += 1
        self._done_s += estimate_s
        if spent_s > 0:
            self._spent_s += spent_s - estimate_s

    def progress(self, running: tuple[str, ...]) -> FleetProgress:
        """Return how far it has come now."""
        whole_s = self._expected_s + self._unread * self._guess_s
        is_over = self._unread == 0 and self._done == self._total
        self._share = 1.0 if is_over else max(self._share, min(1.0, self._done_s / whole_s))
        left_s = max(0.0, whole_s - self._done_s) * self._pace() / self._workers
        return FleetProgress(self._done, self._total, self._share, left_s, running)

    def _pace(self) -> float:
        """Return how much longer tasks took than expected, within reason."""
        if self._done_s <= 0:
            return 1.0
        return min(10.0, max(0.1, (self._done_s + self._spent_s) / self._done_s))
