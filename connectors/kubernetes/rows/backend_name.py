"""What the backends of one rule of an HTTPRoute are called."""

from collections import Counter
from collections.abc import Sequence


def backend_names(backends: Sequence[tuple[str, str]], namespace: str) -> tuple[str, ...]:
    """Return the names of (name, namespace) pairs; several of one name go by their namespaces (``web.cell-tokyo``).

    ``namespace`` is the route's own, where backends are looked for that name none.
    """
    times = Counter(name for name, _ in backends)
    return tuple(name if times[name] == 1 else f"{name}.{place or namespace}" for name, place in backends)
