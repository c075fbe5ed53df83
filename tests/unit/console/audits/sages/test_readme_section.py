"""Sections of READMEs in other languages. Proves G1.2 and G1.11 (SAG01)."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import judged, tells, told_words

_TITLES = [
    ("Einrichtung", "Verwendung", "Entwicklung", "Lizenz"),
    ("Installation", "Utilisation", "Tests", "Licence"),
    ("Instalación", "Uso", "Pruebas", "Licencia"),
    ("Instalação", "Exemplos", "Desenvolvimento", "Licença"),
    ("Installazione", "Utilizzo", "Test", "Licenza"),
]


@pytest.mark.parametrize("titles", _TITLES)
def test_what_a_page_tells_in_another_language_is_told(tmp_path: Path, titles: tuple[str, ...]) -> None:
    page = "".join(f"\n## {one}\n\nMore.\n" for one in titles)
    outcome = judged(tmp_path, {"README.md": f"# Laden\n{page}"}, "SAG01")
    assert tells(outcome, []), told_words(outcome)


@pytest.mark.parametrize(("left_out", "wanted"), [*enumerate(["install", "use", "test", "licence"])])
def test_what_it_does_not_tell_is_missing(tmp_path: Path, left_out: int, wanted: str) -> None:
    page = "".join(f"\n## {one}\n\nMehr.\n" for place, one in enumerate(_TITLES[0]) if place != left_out)
    outcome = judged(tmp_path, {"README.md": f"# Laden\n{page}"}, "SAG01")
    assert tells(outcome, [wanted]), told_words(outcome)
