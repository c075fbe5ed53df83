"""What the dashboard server refuses a request with."""

from collections.abc import Mapping
from typing import Any


class GrafanaRefusal(Exception):  # noqa: N818 - an answer, not a fault
    """An answer with a status of 400 or more; ``more`` are keys beside the message."""

    def __init__(self, code: int, message: str, **more: str) -> None:
        super().__init__(message)
        self.code = code
        self.body: Mapping[str, Any] = {"message": message, **more}


def not_found(what: str) -> GrafanaRefusal:
    """Something that is not there."""
    return GrafanaRefusal(404, f"{what} not found")
