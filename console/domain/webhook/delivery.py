"""One webhook delivery as it arrived."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivery:
    """Header names are lower case; ``body`` is what the sender signed, byte for byte."""

    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header without surrounding blanks; empty when it is absent."""
        return self.headers.get(name, "").strip()
