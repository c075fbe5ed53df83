"""The badge of a project's health: a small SVG, drawn here, with nothing from elsewhere."""

from __future__ import annotations

from html import escape

from console.kernel.i18n import t

_HEIGHT = 20
_LETTER = 6.6
_PAD = 6
# Dark enough for white letters (contrast of at least 4.5).
_GOOD, _FAIR, _BAD, _UNKNOWN = "#2c7a3f", "#8a6100", "#b3261e", "#5f6368"
_FAIR_BAND = 20.0


def audit_badge(score: float | None, strictness: float, *, is_partial: bool = False) -> str:
    """Return the SVG of a health from 0 to 100; green from 100 · strictness on, amber down to 20 points lower."""
    label = t("health")
    message = t("unknown") if score is None else f"{score:.0f}/100"
    if is_partial and score is not None:
        message = f"{message} ({t('partial')})"
    left, right = _width(label), _width(message)
    title = escape(f"{label}: {message}")
    middle, words = left / 2, left + right / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right:.0f}" height="{_HEIGHT}" role="img"'
        f' aria-label="{title}"><title>{title}</title>'
        f'<rect rx="3" width="{left + right:.0f}" height="{_HEIGHT}" fill="#3c4043"/>'
        f'<path d="M{left:.1f} 0h{right - 3:.1f}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-{right - 3:.1f}z"'
        f' fill="{_color(score, strictness)}"/>'
        f'<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,Noto Sans JP,sans-serif" font-size="11">'
        f'<text x="{middle:.1f}" y="14">{escape(label)}</text><text x="{words:.1f}" y="14">{escape(message)}</text>'
        "</g></svg>\n"
    )


def _width(text: str) -> float:
    """Return how wide a text is about: Japanese letters are square."""
    return 2 * _PAD + sum(_LETTER if letter.isascii() else 11.0 for letter in text)


def _color(score: float | None, strictness: float) -> str:
    if score is None:
        return _UNKNOWN
    if score >= 100.0 * strictness:
        return _GOOD
    return _FAIR if score >= 100.0 * strictness - _FAIR_BAND else _BAD
