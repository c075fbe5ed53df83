"""What report is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.report.report_span import ReportSpan


@dataclass(frozen=True, slots=True)
class ReviewOrder:
    """``format`` is a key of ``RENDERERS``; ``cells`` (none: all) get chapters; ``is_offline`` asks nobody."""

    span: ReportSpan
    file: Path
    format: str
    language: str = "en"
    cells: tuple[str, ...] = ()
    is_offline: bool = False
    is_signed: bool = True
