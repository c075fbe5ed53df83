"""Where providers must deliver."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LOOPBACK = "127.0.0.1"


def addresses_of(connections: Iterable[str], token: str, port: int) -> dict[str, str]:
    """Return by connection key where its provider must deliver."""
    return {key: f"http://{LOOPBACK}:{port}/{token}/{key}" for key in connections}
