"""What a metric server told about an edge model."""

from dataclasses import dataclass

from console.domain.resource import ResourceRef

KIND, TOPIC = "ModelReading", "model-readings"


@dataclass(frozen=True, slots=True)
class ModelReading:
    """One number; ``ref.namespace`` is the model's key, ``ref.name`` the measure's with the ``splits`` behind it.

    ``value`` is in the measure's unit, ``at_s`` the server's time (unix seconds); both are ``None`` when the server
    has no such series, or refuses the query (``error``). ``query`` is what it was asked.
    """

    ref: ResourceRef
    measure: str
    splits: tuple[str, ...]
    value: float | None
    at_s: float | None
    query: str
    error: str = ""
