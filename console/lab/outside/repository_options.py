"""How many repositories the lab's forges serve, and where they are kept."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RepositoryOptions:
    """``count`` projects of a ``seed``, kept in ``cache`` between labs; CI runs take ``speed`` times less time."""

    cache: Path | None = None
    seed: int = 1
    count: int = 12
    speed: float = 1.0
