"""A clock that moves only when the test moves it."""

from datetime import UTC, datetime, timedelta


class ManualClock:
    """Implements ``console.kernel.clock.Clock``; starts at a fixed instant."""

    def __init__(self, at: datetime = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)) -> None:
        self._at = at
        self._monotonic_s = 1000.0

    def now(self) -> datetime:
        """Return the current aware UTC time."""
        return self._at

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return self._monotonic_s

    def advance(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        if seconds < 0:
            raise ValueError("time does not go back; use set_wall_clock for a jump of the wall clock")
        self._at += timedelta(seconds=seconds)
        self._monotonic_s += seconds

    def set_wall_clock(self, at: datetime) -> None:
        """Jump the wall clock to ``at`` (a corrected clock, a resume); monotonic time goes on undisturbed."""
        if at.tzinfo is None:
            raise ValueError("times are aware")
        self._at = at.astimezone(UTC)
