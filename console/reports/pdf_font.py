"""The fonts of a PDF: Noto where it is installed, else what the system has, else what the typesetter brings."""

from __future__ import annotations

from functools import cache

from console.kernel.i18n import t
from console.reports.renderer import Rendered
from console.reports.typeset_child import code_points
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


def font_notes(language: str, made: Rendered) -> tuple[str, ...]:
    """Return what a reader of a PDF must know of its fonts; nothing when all is as it should be."""
    return tuple(one for one in (_family_note(language), _character_note(made)) if one)


def _family_note(language: str) -> str:
    families = font_families()
    if language == "ja" and len(families) == 1:
        return t("No Japanese font is installed, so characters are missing in the PDF; install Noto Sans CJK JP.")
    if families[0] != _LATIN[0]:
        return t("Noto Sans is not installed; the PDF is set in {font}.", font=families[0])
    return ""


def _character_note(made: Rendered) -> str:
    names = ", ".join(map(code_points, made.missing))
    return "" if not names else marked_note(names) if made.is_marked else unseen_note(names)


def marked_note(characters: str) -> str:
    """Return what is said of a few characters."""
    return t("No font of this computer has {characters}; marks stand in their place.", characters=characters)


def unseen_note(characters: str) -> str:
    """Return what is said of many, of which the first are named."""
    return t(
        "No font of this computer has {characters} and more: they cannot be seen in the PDF, which is therefore neither"
        " PDF/UA nor PDF/A; install a font of that script.",
        characters=characters,
    )
