"""Why the system refused is told in the reader's language, too."""

import errno
import os
from pathlib import Path

import pytest

from console.kernel.errors import UserError
from console.kernel.i18n import Speaking, load_texts, t
from console.kernel.system_words import SYSTEM_WORDS

USUAL = ("ENOENT", "EACCES", "EPERM", "ENOSPC", "EROFS", "EISDIR", "ENOTDIR", "EEXIST", "EDQUOT", "EMFILE", "EIO")


@pytest.mark.parametrize("name", USUAL)
def test_what_a_system_usually_says_is_known(name: str) -> None:
    assert os.strerror(getattr(errno, name)) in SYSTEM_WORDS


def test_each_has_japanese_of_its_own() -> None:
    japanese = load_texts("ja")
    assert len({japanese[one] for one in SYSTEM_WORDS}) == len(SYSTEM_WORDS)


def test_a_sentence_is_in_one_language_and_what_others_wrote_stays(tmp_path: Path) -> None:
    with Speaking("ja"), pytest.raises(OSError, match="No such file") as refused:
        (tmp_path / "none").read_text()
    why = refused.value.strerror
    with Speaking("ja"):
        error = UserError(t("The file {file} cannot be written: {why}.", file="Permission denied.txt", why=why))
    assert str(error) == "ファイル Permission denied.txt に書き込めません: そのファイルまたはディレクトリはありません。"
    assert "No such file or directory" in t("The file {file} cannot be written: {why}.", file="a", why=why)
