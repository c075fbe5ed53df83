"""Choosing among what a connection can offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.ports.connector import Port


def offered(ports: Mapping[type, object], port: type[Port]) -> Port | None:
    """Return what implements ``port`` in a mapping of ports to implementations; ``None`` without one."""
    return ports.get(port)  # type: ignore[return-value]  # a mapping cannot say that each value belongs to its key
