"""The fonts of a PDF: Noto where it is; what stands in for it is told. (proves L4.5)"""

import pytest

from console.reports import pdf_font
from console.reports.renderer import Rendered


@pytest.mark.parametrize(
    ("installed", "language", "families", "told"),
    [
        (("Noto Sans", "Noto Sans CJK JP"), "ja", ("Noto Sans", "Noto Sans CJK JP"), ""),
        (("Noto Sans",), "en", ("Noto Sans",), ""),
        (("Noto Sans",), "ja", ("Noto Sans",), "No Japanese font is installed"),
        (("Libertinus Serif", "Yu Gothic"), "ja", ("Libertinus Serif", "Yu Gothic"), "set in Libertinus Serif"),
        (("Libertinus Serif", "DejaVu Sans"), "en", ("DejaVu Sans",), "set in DejaVu Sans"),
    ],
)
def test_what_is_used_and_what_is_said(
    monkeypatch: pytest.MonkeyPatch, installed: tuple[str, ...], language: str, families: tuple[str, ...], told: str
) -> None:
    monkeypatch.setattr(pdf_font, "installed_families", lambda: frozenset(installed))
    pdf_font.font_families.cache_clear()
    try:
        assert pdf_font.font_families() == families
        notes = pdf_font.font_notes(language, Rendered(b""))
        assert told in "".join(notes)
        assert len(notes) == bool(told)
    finally:
        pdf_font.font_families.cache_clear()
