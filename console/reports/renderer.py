"""The formats that a document can be written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from console.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.report.document import Document


class Rendered(NamedTuple):
    """A file's content; no font has the characters ``missing``, and unless they ``is_marked`` they cannot be seen."""

    content: bytes
    missing: tuple[str, ...] = ()
    is_marked: bool = True


@dataclass(frozen=True, slots=True)
class Renderer:
    """``key`` is the file's suffix, too; ``render`` gives the same bytes for the same document."""

    key: str
    title: Callable[[], str]
    render: Callable[[Document], bytes | Rendered]


RENDERERS: Registry[Renderer] = Registry("format")
