"""Settings out of nested objects whose fields are a few numbers, durations and words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from console.domain.traffic_policy import Mechanism, PolicySetting

_MOST_DEPTH = 8
_MOST_SETTINGS = 60
_MOST_WORDS = 200


def settings_of(mechanism: Mechanism, found: Any, scope: str = "") -> tuple[PolicySetting, ...]:
    """Return the leaves of an object by their dotted names (``http.maxRetries``, ``thresholds.0.maxRequests``)."""
    leaves = [(name, value) for name, value in _leaves(found, "", _MOST_DEPTH)][:_MOST_SETTINGS]
    return tuple(PolicySetting(mechanism, name, value[:_MOST_WORDS], scope) for name, value in leaves)


def _leaves(found: Any, name: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(found, Mapping) and depth:
        for key, value in found.items():
            yield from _leaves(value, f"{name}.{key}" if name else str(key), depth - 1)
    elif isinstance(found, Sequence) and not isinstance(found, str) and depth:
        yield from _leaves({str(place): one for place, one in enumerate(found)}, name, depth)
    elif isinstance(found, bool):
        yield name, str(found).lower()
    elif isinstance(found, str | int | float) and name:
        yield name, str(found)
