"""The journal on disk: nothing is lost, torn lines are told, consoles do not overwrite one another."""

import errno
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.kernel.errors import UserError
from console.ports.journal import JournalConflict, JournalRecord
from console.store.journal.file_journal import LAST_STEPS, MOST_FILES, MOST_LINE_BYTES, FileJournal
from console.store.journal.line_file import line_files
from console.store.journal.record_line import FIRST, read_line, written_line
from tests.fakes.waiting import wait_until


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[FileJournal]:
    made = FileJournal(tmp_path / "journal")
    yield made
    made.close()


def record(step: int, subject: str = "one", **body: object) -> JournalRecord:
    return JournalRecord("change", subject, step, 1.5, {"state": "applying", **body})


def physical_lines(folder: Path) -> list[bytes]:
    return b"".join(one.path.read_bytes() for one in line_files(folder / "journal")).splitlines()


def test_what_was_appended_is_read_by_another_console(journal: FileJournal, tmp_path: Path) -> None:
    journal.append(record(0))
    journal.append(record(1, text="日本語 \u2028 \ud800"))
    other = FileJournal(tmp_path / "journal")
    read = other.read()
    assert read.problems == ()
    assert [one.step for one in read.records] == [0, 1]
    assert str(read.records[1].body["text"]).startswith("日本語")
    assert other.read().records == ()
    journal.append(record(2))
    assert [one.step for one in other.read().records] == [2]


def test_no_folder_is_an_empty_journal_and_reading_makes_none(journal: FileJournal, tmp_path: Path) -> None:
    assert journal.read().records == ()
    assert not (tmp_path / "journal").exists()


def test_every_line_carries_the_hash_of_the_line_before_over_all_files(tmp_path: Path) -> None:
    small = FileJournal(tmp_path / "journal", most_file_bytes=300)
    for step in range(40):
        small.append(record(step))
    small.close()
    assert len(line_files(tmp_path / "journal")) > 3
    before = FIRST
    for line in physical_lines(tmp_path):
        assert json.loads(line)["previous"] == before
        before = hashlib.sha256(line).hexdigest()
    steps = [one.step for one in FileJournal(tmp_path / "journal").read().records]
    assert steps == list(range(40))[-len(steps) :]
    assert MOST_FILES <= len(steps) < 40, "reading is bounded to the newest files"


def test_a_copy_of_a_file_under_another_number_is_no_part_of_the_journal(journal: FileJournal, tmp_path: Path) -> None:
    journal.append(record(0))
    written = next((tmp_path / "journal").glob("journal-*.jsonl"))
    for name in ("journal-3.jsonl", "journal-000001 (copy).jsonl", "journal-old.jsonl"):
        written.with_name(name).write_bytes(written.read_bytes())
    journal.append(record(1))
    assert [one.step for one in FileJournal(tmp_path / "journal").read().records] == [0, 1]


def test_a_torn_line_is_told_once_and_the_next_record_is_whole(journal: FileJournal, tmp_path: Path) -> None:
    journal.append(record(0))
    file = line_files(tmp_path / "journal")[0].path
    with file.open("ab") as torn:
        torn.write(b'{"kind":"change","subject":"one","st')
    other = FileJournal(tmp_path / "journal")
    read = other.read()
    assert len(read.problems) == 1
    assert "damaged and was left out" in read.problems[0]
    other.append(record(1))
    other.append(record(2))
    assert other.read().problems == ()
    lines = physical_lines(tmp_path)
    assert [json.loads(lines[place])["step"] for place in (0, 2, 3)] == [0, 1, 2]
    assert json.loads(lines[2])["previous"] == hashlib.sha256(lines[1]).hexdigest()
    other.close()
    assert [one.step for one in FileJournal(tmp_path / "journal").read().records] == [0, 1, 2]


@pytest.mark.parametrize("line", [b"\xff\xfe", b"[1]", b"{}", b"null", b"[" * 5000, b'{"kind":1}'])
def test_a_damaged_line_in_the_middle_costs_only_itself(journal: FileJournal, tmp_path: Path, line: bytes) -> None:
    journal.append(record(0))
    with line_files(tmp_path / "journal")[0].path.open("ab") as file:
        file.write(line + b"\n")
    journal.append(record(1))
    read = FileJournal(tmp_path / "journal").read()
    assert ([one.step for one in read.records], len(read.problems)) == ([0, 1], 1)


def test_the_second_console_to_take_a_step_is_told(journal: FileJournal, tmp_path: Path) -> None:
    other = FileJournal(tmp_path / "journal")
    journal.append(record(0))
    other.read()
    other.append(record(1))
    with pytest.raises(JournalConflict, match="Another console has changed one"):
        journal.append(record(1))
    assert [one.step for one in journal.read().records] == [1]
    journal.append(record(2))
    other.close()


def test_a_full_disk_is_a_sentence_and_leaves_the_file_as_it_was(
    journal: FileJournal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.append(record(0))
    before = physical_lines(tmp_path)
    real = os.write

    def write(opened: int, raw: bytes) -> int:
        if len(raw) > 40:
            return real(opened, raw[:40])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(UserError, match=r"cannot be written: No space left on device\. Nothing is changed without it"):
        journal.append(record(1))
    monkeypatch.undo()
    assert physical_lines(tmp_path) == before
    journal.append(record(1))


LIMITED = """
import pathlib, resource, sys
from console.kernel.errors import UserError
from console.ports.journal import JournalRecord
from console.store.journal.file_journal import FileJournal
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
journal = FileJournal(pathlib.Path(sys.argv[1]))
for step in range(100):
    try:
        journal.append(JournalRecord("change", "one", step, 1.0, {}))
    except UserError as error:
        print(step, error)
        break
journal.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_a_file_that_may_not_grow_refuses_the_record_and_keeps_all_before(journal: FileJournal, tmp_path: Path) -> None:
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "journal")]
    said = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout
    number, _, sentence = said.partition(" ")
    assert "cannot be written: File too large." in sentence
    read = journal.read()
    assert read.problems == ()
    assert [one.step for one in read.records] == list(range(int(number)))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_read_and_not_written(journal: FileJournal, tmp_path: Path) -> None:
    journal.append(record(0))
    journal.close()
    (tmp_path / "journal").chmod(0o500)
    try:
        other = FileJournal(tmp_path / "journal")
        assert len(other.read().records) == 1
        with pytest.raises(UserError, match="cannot be written"):
            other.append(record(1))
    finally:
        (tmp_path / "journal").chmod(0o700)


def test_a_file_in_the_place_of_the_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("x")
    with pytest.raises(UserError, match="cannot be created"):
        FileJournal(tmp_path / "journal").append(record(0))


def test_a_record_beyond_the_bound_is_refused(journal: FileJournal, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="too large"):
        journal.append(record(0, text="x" * MOST_LINE_BYTES))
    assert physical_lines(tmp_path) == []


def test_files_are_for_the_user_alone(journal: FileJournal, tmp_path: Path) -> None:
    journal.append(record(0))
    for one in (tmp_path / "journal").rglob("*"):
        assert one.stat().st_mode & 0o077 == 0, one


HOLDER = """
import sys, pathlib
from console.ports.journal import JournalRecord
from console.store.journal.file_journal import FileJournal
journal = FileJournal(pathlib.Path(sys.argv[1]))
journal.append(JournalRecord("change", sys.argv[2], 0, 1.0, {}))
print(journal.owner, flush=True)
sys.stdin.read()
"""


def test_who_runs_is_known_and_a_killed_console_runs_no_more(journal: FileJournal, tmp_path: Path) -> None:
    place = str(tmp_path / "journal")
    command = [sys.executable, "-c", HOLDER, place, "held"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        owner = child.stdout.readline().strip()
        assert journal.is_running(owner)
        assert journal.is_running(journal.owner)
        assert not journal.is_running("0123456789abcdef")
        assert not journal.is_running("../../etc/passwd")
    finally:
        child.kill()
        child.communicate(timeout=10)
    wait_until(lambda: not journal.is_running(owner))
    assert not (tmp_path / "journal" / "running" / owner).exists()


def test_many_consoles_at_once_lose_nothing(journal: FileJournal, tmp_path: Path) -> None:
    program = HOLDER.replace("sys.stdin.read()", "") + (
        "for step in range(1, 40): journal.append(JournalRecord('change', sys.argv[2], step, 1.0, {}))\n"
    )
    children = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "journal"), f"subject-{number}"], stdout=subprocess.DEVNULL
        )
        for number in range(3)
    ]
    assert [one.wait(60) for one in children] == [0, 0, 0]
    read = journal.read()
    assert read.problems == ()
    for number in range(3):
        assert [one.step for one in read.records if one.subject == f"subject-{number}"] == list(range(40))
    before = FIRST
    for line in physical_lines(tmp_path):
        assert json.loads(line)["previous"] == before
        before = hashlib.sha256(line).hexdigest()


@given(st.text(), st.integers(0, 2**40), st.dictionaries(st.text(), st.text() | st.integers(-5, 5) | st.booleans()))
def test_any_record_comes_back(subject: str, step: int, body: dict[str, object]) -> None:
    one = JournalRecord("change", subject, step, 2.5, body)
    line = written_line(one, FIRST)
    assert line.count(b"\n") == 1
    assert read_line(line.rstrip(b"\n")) == one


def test_a_long_journal_is_told_by_the_newest_of_each_and_the_last_steps(journal: FileJournal, tmp_path: Path) -> None:
    written = [record(step, f"change-{number}") for number in range(6) for step in range(80)]
    for one in written:
        journal.append(one)
    other = FileJournal(tmp_path / "journal")
    told = other.read().records
    other.close()
    assert list(told[-LAST_STEPS:]) == written[-LAST_STEPS:]
    newest = {one.subject: one for one in told}
    assert {one.subject: one.step for one in newest.values()} == {f"change-{number}": 79 for number in range(6)}
    assert [one for one in written if one in told] == list(told)  # in their order, each once
    assert len(told) < len(written) / 2
