"""How often a sign-in plugin is run while that is of no use: each run is a process, and some open a browser."""

from console.kernel.backoff import Backoff
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError

_FIRST_S, _MOST_S = 2.0, 60.0
_TIMES_LONGER = 2.0  # one that took a minute, because it waited for somebody, is not run again in the next two


class SignInPace:
    """Counts runs that failed, and those after which the server refused what they gave."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._backoff = Backoff(first_s=_FIRST_S, most_s=_MOST_S)
        self._again_at_s = 0.0
        self._fault: ConnectorError | None = None

    @property
    def must_wait(self) -> bool:
        """Return whether it is too soon for another run."""
        return self._clock.monotonic() < self._again_at_s

    @property
    def fault(self) -> ConnectorError | None:
        """Return why the last run failed; ``None`` when it did not."""
        known = self._fault
        return ConnectorError(known.kind, known.message, known.hint) if known is not None else None

    def failed(self, fault: ConnectorError, took_s: float) -> None:
        """Note a run that failed."""
        self._fault = fault
        self._wait(took_s)

    def gave(self, took_s: float, *, was_refused: bool) -> None:
        """Note a run that gave credentials; ``was_refused``: the server had not accepted those before."""
        self._fault = None
        if was_refused:
            self._wait(took_s)
        else:
            self._backoff.reset()
            self._again_at_s = 0.0

    def hasten(self) -> None:
        """Allow a run now: somebody asks for it."""
        self._again_at_s = 0.0

    def _wait(self, took_s: float) -> None:
        self._again_at_s = self._clock.monotonic() + max(self._backoff.next_s(), _TIMES_LONGER * took_s)
