"""What demand is measured in."""

from enum import StrEnum

from console.domain.unit import Unit


class Measure(StrEnum):
    """A measure of demand that capacity is planned by."""

    RPS = "rps"
    TOKENS = "tokens"
    QUEUE = "queue"
    STORAGE = "storage"


UNITS: dict[Measure, Unit] = {
    Measure.RPS: Unit.PER_SECOND,
    Measure.TOKENS: Unit.TOKENS_PER_SECOND,
    Measure.QUEUE: Unit.COUNT,
    Measure.STORAGE: Unit.BYTES,
}
"""The unit of each measure: requests and tokens per second, waiting messages, bytes in use."""
