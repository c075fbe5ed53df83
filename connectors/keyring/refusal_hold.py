"""A keyring whose prompt somebody has dismissed: it is not asked again at once, or prompt would follow upon prompt."""

import sys
import time
from collections.abc import Callable
from contextlib import closing

from connectors.keyring.fault import secret_fault
from console.kernel.asked_by_hand import times_asked
from console.kernel.backoff import Backoff
from console.kernel.errors import ConnectorError

_FIRST_S, _MOST_S = 20.0, 300.0


class RefusalHold:
    """Knows what was refused last, for a while that grows with every refusal, or until somebody asks by hand."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._backoff = Backoff(first_s=_FIRST_S, most_s=_MOST_S)
        self._until_s = float("-inf")
        self._known: ConnectorError | None = None
        self._times_asked = 0

    @property
    def fault(self) -> ConnectorError | None:
        """Return what was refused; ``None`` when the keyring may be asked."""
        known = self._known
        if known is None or self._clock() >= self._until_s or self._times_asked != times_asked():
            return None
        return secret_fault(known.message, known.hint)

    def note(self, fault: ConnectorError) -> None:
        """Note a refusal."""
        self._known, self._until_s = fault, self._clock() + self._backoff.next_s()
        self._times_asked = times_asked()

    def forget(self) -> None:
        """Note that the keyring has answered."""
        self._known = None
        self._backoff.reset()


def is_unlocked(backend: object) -> bool:
    """Return whether a Secret Service is open now, which can be told without a prompt; others do not tell it."""
    storage = getattr(sys.modules.get(type(backend).__module__), "secretstorage", None)
    if storage is None:
        return False
    try:
        with closing(storage.dbus_init()) as bus:
            return not storage.Collection(bus).is_locked()
    except Exception:  # noqa: BLE001 - whatever D-Bus says: it is not known to be open
        return False
