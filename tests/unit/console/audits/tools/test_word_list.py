"""Few files are looked through for listed words first: codespell says the same as with all of its lists.

Proves the speed of incremental audits without another result (quality bar).
"""

from pathlib import Path

import pytest

from console.audits.tools import word_list
from console.audits.tools.codespell_run import begin_codespell, misspellings, misspellings_by_file
from console.audits.tools.lizard_run import LIZARD
from console.audits.tools.word_list import listed_words
from tests.fakes.planted_repository import PlantedRepository

_TEXTS = {
    "docs/plain.md": "# Nothing is wrong here\n",
    "docs/wrong.md": "You will recieve teh parcel, and RECIEVE it.\n\nIt does'nt fit, it does’nt.\n",
    "docs/escaped.md": 'print("\\nteh", "\\brekfast", "\\naccross")\n',
    "docs/latin.md": "caf\u00e9 recieve\n".encode("latin-1"),
    "docs/sic.md": "recieve [sic]\nrecieve  # codespell:ignore recieve\n",
    "shop/a.py": "# ablet and acapella are rare; it occured untill now\nTRUE = 'a'\n",
    "shop/b.py": "# disabled words: clas, hist, nd, ro, te\nCLAS = 1\n",
    "shop/c.js": "function price(cents) {\n  return cents;\n}\n",
}


def _as_with_all_lists(folder: Path) -> list[tuple[str, int, str, str]]:
    found = misspellings_by_file(begin_codespell(folder, *(f"./{one}" for one in _TEXTS)).answer())
    return sorted(tuple(row) for rows in found.values() for row in rows)


def test_with_the_lines_that_it_needs_codespell_says_what_it_says_with_all(tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    for path, text in _TEXTS.items():
        (repository.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (repository.folder / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    repository.commit({"kept.txt": "\n"})
    checkout = repository.checkout()
    found = sorted(tuple(one) for one in misspellings(checkout))
    assert found == _as_with_all_lists(checkout.folder_with(_TEXTS))
    assert {"docs/wrong.md", "docs/latin.md", "shop/a.py"} <= {path for path, *_ in found}
    assert LIZARD.read(checkout)
    assert [one.name for one in checkout.folder_with(()).parent.iterdir() if one.is_file()] == [], "left beside it"


def test_a_text_without_listed_words_needs_nothing() -> None:
    assert listed_words(b"Nothing is wrong here.\n") == ()
    assert listed_words(b"You will recieve it.\n") == ("recieve->receive",)


def test_without_its_lists_codespell_loads_them_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_list, "_LISTS", ("nowhere.txt",))
    word_list._known.cache_clear()
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"docs/wrong.md": "You will recieve it.\n"})
    try:
        assert [one.word for one in misspellings(repository.checkout())] == ["recieve"]
    finally:
        word_list._known.cache_clear()
