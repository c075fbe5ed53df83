"""One writing request to an object or to one of its parts."""

from dataclasses import dataclass
from typing import Any

import msgspec

MERGE = "application/merge-patch+json"
JSON_PATCH = "application/json-patch+json"


@dataclass(frozen=True, slots=True)
class Edit:
    """A merge patch (an object) or a JSON patch (a list of steps); ``part`` is the subresource, empty for none.

    ``shows`` are the pointers that its answer shows the new values of.
    """

    body: dict[str, Any] | list[dict[str, Any]]
    shows: tuple[str, ...]
    part: str = ""

    @property
    def media(self) -> str:
        """Return the content type."""
        return JSON_PATCH if isinstance(self.body, list) else MERGE

    def encoded(self, version: str) -> bytes:
        """Return the body, which the server refuses (409) when the object is not at ``version`` any more."""
        if isinstance(self.body, list):
            pin = {"op": "replace", "path": "/metadata/resourceVersion", "value": version}
            return msgspec.json.encode([pin, *self.body])
        metadata = {**self.body.get("metadata", {}), "resourceVersion": version}
        return msgspec.json.encode({**self.body, "metadata": metadata})
