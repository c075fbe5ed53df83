"""What the backends of one rule of an HTTPRoute are called."""

from collections import Counter
from collections.abc import Sequence


def backend_names(backends: Sequence[tuple[str, str]], namespace: str) -> tuple[str, ...]:
    """Return the names of (name, namespace) pairs; one name in several namespaces goes by them (``web.cell-tokyo``).

    ``namespace`` is the route's own, where backends are looked for that name none.
    """
    places = [(name, place or namespace) for name, place in backends]
    times = Counter(name for name, _ in set(places))
    return tuple(name if times[name] == 1 else f"{name}.{place}" for name, place in places)
