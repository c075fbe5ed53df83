"""The fonts of a PDF: Noto where it is installed, else what the system has, else what the typesetter brings."""

from __future__ import annotations

from functools import cache

from console.kernel.i18n import t
from console.reports.typesetter import installed_families

_LATIN = ("Noto Sans", "Segoe UI", "Helvetica Neue", "Arial", "DejaVu Sans", "Libertinus Serif")
_JAPANESE = ("Noto Sans CJK JP", "Noto Sans JP", "Yu Gothic", "Hiragino Sans", "Meiryo", "IPAexGothic")


@cache
def font_families() -> tuple[str, ...]:
    """Return the families to use, the wanted ones first: one for Latin letters, one for Japanese if there is one.

    Asked for once (0.4 s).
    """
    known = installed_families()
    latin = next(one for one in (*_LATIN, "Libertinus Serif") if one in known)
    japanese = next((one for one in _JAPANESE if one in known), None)
    return (latin,) if japanese is None else (latin, japanese)


def font_note(language: str) -> str:
    """Return what a reader of a PDF must know of its fonts; empty when all is as it should be."""
    families = font_families()
    if language == "ja" and len(families) == 1:
        return t("No Japanese font is installed, so characters are missing in the PDF; install Noto Sans CJK JP.")
    if families[0] != _LATIN[0]:
        return t("Noto Sans is not installed; the PDF is set in {font}.", font=families[0])
    return ""
