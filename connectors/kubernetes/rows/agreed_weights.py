"""The weights that were agreed for a route, from its annotation."""

import math
from collections.abc import Mapping

import msgspec

from console.domain.route import INTENDED_WEIGHTS

_MAPPING = msgspec.json.Decoder(dict[str, float])


def agreed_weights(annotations: Mapping[str, str] | None) -> tuple[tuple[str, float], ...]:
    """Return (cell or host, weight); empty without the annotation, or when it is no mapping to numbers from 0."""
    text = (annotations or {}).get(INTENDED_WEIGHTS)
    if not text:
        return ()
    try:
        found = _MAPPING.decode(text)
    except (ValueError, RecursionError):
        return ()  # somebody wrote it by hand; a guess at what was agreed would be worse than none
    usable = all(math.isfinite(weight) and weight >= 0 for weight in found.values())
    return tuple(found.items()) if usable else ()
