"""Lists of repositories: plain or CSV, with comments, each once, bounded. Proves G1.1."""

from pathlib import Path

import pytest

from console.kernel.errors import UserError
from console.services.audits.repository_list import MOST_ENTRIES, ListedRepository, read_list


def _read(folder: Path, text: str) -> tuple[ListedRepository, ...]:
    file = folder / "list"
    file.write_bytes(text.encode())
    return read_list(file)


def test_one_address_a_line_with_comments(tmp_path: Path) -> None:
    text = "# ours\nhttps://github.com/a/b  # the first\n\ngit@gitlab.com:g/s/p.git\nhttps://github.com/a/b\n"
    assert [one.url for one in _read(tmp_path, text)] == ["https://github.com/a/b", "git@gitlab.com:g/s/p.git"]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_whose_head_names_the_columns(tmp_path: Path, mark: str) -> None:
    rows = [("Team", "URL", "Branch", "key", "other"), ("core", "https://h/a/b", "main", "shop", "x"),
            ("", "https://h/a/c", "", "No Key!", "")]  # fmt: skip
    found = _read(tmp_path, "\ufeff" + "\n".join(mark.join(row) for row in rows))
    assert found == (ListedRepository("https://h/a/b", "shop", "core", "main"), ListedRepository("https://h/a/c"))


def test_quoted_cells_and_short_rows(tmp_path: Path) -> None:
    assert _read(tmp_path, 'url,team\n"https://h/a/b?x=1,2",core\nhttps://h/a/c\n') == (
        ListedRepository("https://h/a/b?x=1,2", team="core"),
        ListedRepository("https://h/a/c"),
    )


@pytest.mark.parametrize("text", ["", "# nothing\n", "url,team\n,core\n"])
def test_a_list_of_nothing_says_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(UserError, match="names no repository"):
        _read(tmp_path, text)


def test_lists_are_bounded(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="more than 5000"):
        _read(tmp_path, "\n".join(f"https://h/a/{number}" for number in range(MOST_ENTRIES + 1)))
    with pytest.raises(UserError, match="larger than 1 MB"):
        _read(tmp_path, "x" * (2 << 20))
    with pytest.raises(UserError, match="cannot be read"):
        read_list(tmp_path / "none")
