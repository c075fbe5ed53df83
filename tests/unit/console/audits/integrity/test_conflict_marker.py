"""Conflicts that a page shows in a listing are examples. Proves G1.2, G1.11 (INT11)."""

from pathlib import Path

from tests.fakes.planted_repository import judged

_CONFLICT = "<<<<<<< HEAD\nold\n=======\nnew\n>>>>>>> branch\n"


def test_a_listing_of_a_page_shows_one_and_the_page_beside_has_one(tmp_path: Path) -> None:
    files = {
        "docs/shown.adoc": f"= Merging\n\n[source]\n----\n{_CONFLICT}----\n\n....\n{_CONFLICT}....\n",
        "docs/real.adoc": f"= Merging\n\n----\na\n----\n\n{_CONFLICT}\n----\nb\n----\n",
    }
    assert [one.place for one in judged(tmp_path, files, "INT11").findings] == ["docs/real.adoc:7"]
