"""The formats that a document can be written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.report.document import Document


@dataclass(frozen=True, slots=True)
class Renderer:
    """``key`` is the file's suffix, too; ``render`` gives the same bytes for the same document."""

    key: str
    title: Callable[[], str]
    render: Callable[[Document], bytes]


RENDERERS: Registry[Renderer] = Registry("format")
