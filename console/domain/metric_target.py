"""What a metric server scrapes."""

from dataclasses import dataclass

from console.domain.resource import ResourceRef


@dataclass(frozen=True, slots=True)
class MetricTarget:
    """A scrape target: ``health`` is up, down or unknown; ``scraped_s`` is unix seconds (``None``: never)."""

    ref: ResourceRef
    pool: str
    url: str
    health: str
    error: str
    scraped_s: float | None
    took_s: float
