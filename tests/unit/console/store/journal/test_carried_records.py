"""What is not over is known at a start, however much was written since; a crash in between leaves nothing half."""

import errno
import hashlib
import itertools
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from console.kernel import paths
from console.kernel.errors import UserError
from console.ports.journal import JournalRecord
from console.store.journal.file_journal import FileJournal
from console.store.journal.line_file import line_files
from console.store.journal.record_line import FIRST

SMALL = 1200
_NUMBERS = itertools.count()


def open_ones(newest: Mapping[str, JournalRecord], _now_s: float) -> set[str]:
    return {subject for subject, one in newest.items() if one.body["state"] == "open"}


def journal_of(folder: Path) -> FileJournal:
    return FileJournal(folder / "journal", open_ones, most_file_bytes=SMALL)


def record(subject: str, step: int = 0, state: str = "over", at_s: float = 1.5, text: str = "") -> JournalRecord:
    return JournalRecord("thing", subject, step, at_s, {"state": state, "text": text})


def flood(journal: FileJournal, folder: Path, files: int) -> None:
    """Write of other things until there are so many files."""
    while len(line_files(folder / "journal")) < files:
        journal.append(record(f"other-{next(_NUMBERS)}", text="x" * 60))


def known(folder: Path) -> dict[str, JournalRecord]:
    reading = journal_of(folder).read()
    assert reading.problems == ()
    return {one.subject: one for one in reading.records}


def test_what_is_not_over_is_known_however_many_files_lie_behind_it(tmp_path: Path) -> None:
    journal = journal_of(tmp_path)
    for one in (record("open", 0, "open"), record("open", 1, "open", text="newest"), record("ended", 0, "open")):
        journal.append(one)
    journal.append(record("ended", 1))
    flood(journal, tmp_path, 7)
    found = known(tmp_path)
    assert (found["open"].step, found["open"].body["text"]) == (1, "newest")
    assert "ended" not in found
    journal.append(record("open", 2))
    flood(journal, tmp_path, 12)
    assert "open" not in known(tmp_path)


def test_a_console_that_runs_is_told_nothing_twice_and_the_chain_of_hashes_goes_on(tmp_path: Path) -> None:
    journal, other = journal_of(tmp_path), journal_of(tmp_path)
    journal.append(record("open", 0, "open"))
    assert len(other.read().records) == 1
    told = []
    for files in range(2, 6):
        flood(journal, tmp_path, files)
        told += [one.subject for one in other.read().records]
    assert "open" not in told
    assert len(told) == len(set(told))
    before = FIRST
    for file in line_files(tmp_path / "journal"):
        for line in file.path.read_bytes().splitlines():
            assert json.loads(line)["previous"] == before
            before = hashlib.sha256(line).hexdigest()


def test_a_crash_behind_the_beginning_of_a_file_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = journal_of(tmp_path)
    for number in range(3):
        journal.append(record(f"open-{number}", 0, "open"))
    flood(journal, tmp_path, 2)
    real, written = paths._replace, []

    def torn(file: Path, content: str | bytes, **more: bool) -> None:
        written.append(file)
        if len(written) == 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(file, content, **more)
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(paths, "_replace", torn)
    with pytest.raises(UserError, match="No space left on device"):
        flood(journal, tmp_path, 3)
    assert len(line_files(tmp_path / "journal")) == 2
    with pytest.raises(KeyboardInterrupt):
        flood(journal, tmp_path, 3)
    flood(journal_of(tmp_path), tmp_path, 5)
    assert {"open-0", "open-1", "open-2"} <= known(tmp_path).keys()


def test_what_is_carried_is_bounded_to_the_newest(tmp_path: Path) -> None:
    journal = journal_of(tmp_path)
    for number in range(8):
        journal.append(record(f"open-{number}", 0, "open"))
    flood(journal, tmp_path, 3)
    first = line_files(tmp_path / "journal")[2].path.read_bytes().splitlines()
    assert [json.loads(one)["subject"] for one in first[:-1]] == ["open-5", "open-6", "open-7"]
    assert sum(map(len, first[:-1])) <= SMALL // 2
