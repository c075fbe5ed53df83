"""Texts in another language than English are told by their usual words. Proves G1.2 (STR09)."""

from pathlib import Path

import pytest

from console.audits.foreign_text import is_foreign
from tests.fakes.planted_repository import judged, tells, told_words


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Die Adresse wird mit der Bestellung gespeichert.", True),
        ("Ceci est un exemple pour les commandes du client.", True),
        ("La dirección del cliente y el pedido.", True),
        ("Het adres van de klant.", True),
        ("The process will die when the adress is gone.", False),
        ("See the method of van der Berg et al.", False),
        ("Adresse", False),
        ("", False),
    ],
)
def test_the_language_of_a_text(text: str, wanted: bool) -> None:
    assert is_foreign(text) is wanted


def test_the_first_text_that_tells_decides() -> None:
    assert is_foreign("Adresse", "Das ist die Adresse.")
    assert not is_foreign("The adress of it.", "Das ist die Adresse.")


def test_pages_and_comments_in_other_languages_are_spelt_as_those(tmp_path: Path) -> None:
    files = {
        "README.md": "# Laden\n\nDie Adresse und das Projekt sind hier.\n\nThey recieve the orders.\n",
        "docs/ort.md": "# Laden\n\nHier ist die Bank.\n\n## Adresse\n\nNicht bekannt.\n",
        "docs/guide.md": "# Guide\n\nCeci est un exemple pour les commandes dans la base.\n",
        "docs/use.md": "# Use\n\nThe adress of a shop, see Die Zeit.\n",
        "src/a.go": "package a\n\n// Die Adresse der Bank.\nfunc A() {}\n\n// Returns the adress.\nfunc B() {}\n",
        "src/b.py": '"""Wiht no basket jsut nothing is here."""\n',
    }
    outcome = judged(tmp_path, files, "STR09")
    wanted = ["README.md:5", "docs/use.md:3", "src/a.go:6", "Wiht", "jsut"]
    assert tells(outcome, wanted), told_words(outcome)
