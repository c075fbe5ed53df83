"""A vector picture under way: elements in drawing order, every text escaped."""

from __future__ import annotations

import re
import unicodedata
from html import escape

FONT = "Noto Sans, Noto Sans CJK JP, Segoe UI, Hiragino Sans, Yu Gothic, DejaVu Sans, sans-serif"
_WIDE, _NARROW = 1.0, 0.57  # of the font's size; measured on Noto Sans, rounded up
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is drawn."""
    return size * sum(_WIDE if unicodedata.east_asian_width(one) in "WF" else _NARROW for one in text)


def clipped(text: str, size: float, most: float) -> str:
    """Return a text that fits into a width; what was cut away is told by an ellipsis."""
    if text_width(text, size) <= most:
        return text
    left = most - text_width("…", size)
    for index, one in enumerate(text):
        left -= text_width(one, size)
        if left < 0:
            return f"{text[:index]}…"
    return f"{text}…"


def xml(text: str) -> str:
    """Return a text for an element or an attribute in double quotes."""
    return escape(_NO_XML.sub("�", text), quote=True)


class Canvas:
    """Coordinates are pixels from the top left corner."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._parts: list[str] = []

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1, dash: str = "") -> None:
        """Draw a straight line; ``dash`` is a pattern of lengths."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{stroke}"'
            f' stroke-width="{_n(width)}"{dashes}/>'
        )

    def box(self, x: float, y: float, width: float, height: float, fill: str, opacity: float = 1) -> None:
        """Draw a filled rectangle."""
        faint = f' fill-opacity="{_n(opacity)}"' if opacity < 1 else ""
        size = f'width="{_n(max(width, 0))}" height="{_n(max(height, 0))}"'
        self._parts.append(f'<rect x="{_n(x)}" y="{_n(y)}" {size} fill="{fill}"{faint}/>')

    def area(self, points: list[tuple[float, float]], fill: str, opacity: float) -> None:
        """Draw a filled outline."""
        corners = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._parts.append(f'<polygon points="{corners}" fill="{fill}" fill-opacity="{_n(opacity)}"/>')

    def path(self, points: list[tuple[float, float]], stroke: str, width: float, dash: str = "") -> None:
        """Draw a line through points; a single point is a dot."""
        if len(points) == 1:
            self._parts.append(f'<circle cx="{_n(points[0][0])}" cy="{_n(points[0][1])}" r="2" fill="{stroke}"/>')
            return
        corners = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<polyline points="{corners}" fill="none" stroke="{stroke}" stroke-width="{_n(width)}"'
            f' stroke-linejoin="round"{dashes}/>'
        )

    def text(self, x: float, y: float, text: str, size: float, fill: str, anchor: str = "start") -> None:
        """Write a text; ``anchor`` is start, middle or end."""
        look = f'font-size="{_n(size)}" fill="{fill}" text-anchor="{anchor}"'
        self._parts.append(f'<text x="{_n(x)}" y="{_n(y)}" {look}>{xml(text)}</text>')

    def picture(self, title: str, summary: str, identity: str) -> str:
        """Return the whole picture, named for those who cannot see it; ``identity`` is its own in the document."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(self.width)} {_n(self.height)}" role="img"'
            f' aria-labelledby="{identity}-t {identity}-d" font-family="{FONT}">'
            f'<title id="{identity}-t">{xml(title)}</title><desc id="{identity}-d">{xml(summary)}</desc>'
        )
        return head + "".join(self._parts) + "</svg>"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
