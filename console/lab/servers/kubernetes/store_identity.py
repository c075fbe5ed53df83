"""Identifiers and times that a store gives to new objects."""

import random
import uuid
from collections.abc import Callable
from datetime import UTC, datetime


class StoreIdentity:
    """Time from an injected clock (unix seconds) and identifiers that follow from a seed."""

    def __init__(self, clock: Callable[[], float], seed: int) -> None:
        self._clock = clock
        self._random = random.Random(seed)  # noqa: S311 - identifiers of a simulation, no secrets

    def now_s(self) -> float:
        """The clock's time in unix seconds."""
        return self._clock()

    def now_text(self) -> str:
        """The clock's time as Kubernetes writes it (RFC 3339, seconds, UTC)."""
        return datetime.fromtimestamp(self._clock(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def new_uid(self) -> str:
        """A new identifier, the same sequence for the same seed."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def new_suffix(self) -> str:
        """Five characters as the real server appends to `generateName`."""
        return "".join(self._random.choices("bcdfghjklmnpqrstvwxz2456789", k=5))
