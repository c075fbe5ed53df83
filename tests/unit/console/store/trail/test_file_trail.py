"""The trail on disk: shared by consoles, healed after crashes, never rewritten. Proves L7.5 and the endurance rows."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from console.domain.trail_event import TrailEvent
from console.domain.trail_verification import Verdict
from console.kernel.errors import UserError
from console.services.trail_book import Noted
from console.services.trail_reading import TrailReading
from console.store.journal import line_file
from tests.fakes.trail_profile import AT_S, TrailProfile

_WRITER = """
import sys
from pathlib import Path
from tests.fakes.trail_profile import TrailProfile
profile = TrailProfile(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    profile.write()
    print(number, flush=True)
"""


@pytest.fixture
def profile(tmp_path: Path) -> TrailProfile:
    return TrailProfile(tmp_path / "profile")


def writer(profile: TrailProfile, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _WRITER, str(profile.root), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kinds(profile: TrailProfile) -> list[str]:
    return [one.form.kind if one.form else "-" for one in TrailReading(profile.console()).records()]


def test_a_record_says_who_did_what_when_and_why(profile: TrailProfile) -> None:
    event = TrailEvent("change.applied", "c-1", "kim@desk", "noon", "asia", "tokyo", "ab" * 16, {"step": 3})
    profile.book.write([Noted(event, AT_S, "shop")])
    line = json.loads(profile.lines()[1])
    assert line.pop("previous") == next(TrailReading(profile.book).records()).hash
    assert line == {
        "actor": "kim@desk",
        "at": "2025-10-09T08:53:20.000Z",
        "body": {"step": 3},
        "cell": "tokyo",
        "connection": "asia",
        "estate": "shop",
        "kind": "change.applied",
        "reason": "noon",
        "sequence": 1,
        "subject": "c-1",
        "trace_id": "ab" * 16,
    }


def test_secrets_are_masked_before_they_are_written(profile: TrailProfile) -> None:
    event = TrailEvent(
        "runbook.step", "token=abcdef123456", reason="password: hunter22", body={"a": ["Bearer abcdefgh"]}
    )
    profile.book.write([Noted(event, AT_S)])
    raw = profile.file.read_bytes()
    assert not any(one in raw for one in (b"abcdef123456", b"hunter22", b"abcdefgh"))


def test_files_and_folders_are_private(profile: TrailProfile) -> None:
    profile.write()
    assert {one.stat().st_mode & 0o777 for one in profile.book.folder.iterdir()} == {0o600}
    assert profile.book.folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("kept", [1, 40, 200])
def test_a_line_torn_by_a_crash_is_told_and_healed_and_nothing_else_is_lost(profile: TrailProfile, kept: int) -> None:
    profile.write(3)
    whole = profile.file.read_bytes()
    profile.write()
    profile.file.write_bytes(profile.file.read_bytes()[: len(whole) + kept])
    profile.checkpoints.write_bytes(b"".join(profile.checkpoints.read_bytes().splitlines(keepends=True)[:3]))
    profile.book.seen.unlink()
    torn = profile.verify()
    assert (torn.verdict, torn.trail.healed) == (Verdict.VERIFIED, (4,))
    profile.book = profile.console()
    profile.write()
    assert profile.file.read_bytes().startswith(whole)
    assert kinds(profile)[-3:] == ["-", "trail.healed", "change.applied"]
    assert (profile.verify().verdict, profile.verify().trail.healed) == (Verdict.VERIFIED, (4,))


@pytest.mark.parametrize("once", ["", "c-1#1"])
def test_nothing_is_signed_for_over_a_torn_line_before_it_is_told_of(profile: TrailProfile, once: str) -> None:
    """Also when all that is offered is in the trail already, as the journaled steps at a start are."""
    event = Noted(TrailEvent("change.applied", "c-1", once="c-1#1"), AT_S)
    profile.book.write([event])
    with profile.file.open("ab") as file:
        file.write(b'{"actor":"a","at":"20')
    profile.book = profile.console()
    assert profile.book.write([event] if once else (), sign=True).signed == 4
    assert kinds(profile) == ["trail.begun", "change.applied", "-", "trail.healed"]
    profile.book = profile.console()
    profile.write()
    assert (profile.verify().verdict, profile.verify().trail.healed) == (Verdict.VERIFIED, (2,))
    assert profile.verify().trail.findings == ()


def test_a_line_torn_behind_the_kept_end_is_told_of_by_the_next_console(profile: TrailProfile) -> None:
    """An older version signed for such a line without a word."""
    profile.write(2)
    with profile.file.open("ab") as file:
        file.write(b'{"actor":"a","at":"20')
    profile.book = profile.console()
    trail = profile.book._file
    head = trail._caught_up()
    trail._seal(head, None)
    profile.book = profile.console()
    assert profile.book._file._caught_up().torn
    profile.write()
    assert profile.verify().trail.findings == ()


def test_a_whole_last_line_without_its_end_is_no_loss(profile: TrailProfile) -> None:
    profile.write(3)
    profile.file.write_bytes(profile.file.read_bytes()[:-1])
    profile.book = profile.console()
    profile.write()
    assert kinds(profile) == ["trail.begun", *["change.applied"] * 4]
    assert profile.verify().verdict is Verdict.VERIFIED


def test_a_torn_checkpoint_is_made_again(profile: TrailProfile) -> None:
    profile.write(3)
    profile.checkpoints.write_bytes(profile.checkpoints.read_bytes()[:-30])
    assert profile.verify().trail.signed == 4
    profile.book = profile.console()
    profile.write()
    assert (profile.verify().verdict, profile.verify().trail.signed) == (Verdict.VERIFIED, 5)


def test_a_killed_console_loses_nothing_that_it_had_acknowledged(profile: TrailProfile) -> None:
    told = 0
    for _ in range(4):
        process = writer(profile, 10_000)
        assert process.stdout is not None
        for _line in range(5):
            process.stdout.readline()
            told += 1
        process.kill()
        told += len(process.stdout.read().splitlines())
        process.wait(10)
        process.stdout.close()
        found = profile.verify()
        assert not found.trail.findings
        assert kinds(profile).count("change.applied") >= told


def test_two_consoles_write_one_chain(profile: TrailProfile) -> None:
    processes = [writer(profile, 25) for _ in range(2)]
    for process in processes:
        assert process.communicate(timeout=60)[0].count("\n") == 25
    found = profile.verify()
    assert found.verdict is Verdict.VERIFIED
    assert found.trail.size == found.trail.signed == 51


def test_an_event_that_is_written_once_is_not_written_again_by_another_console(profile: TrailProfile) -> None:
    event = Noted(TrailEvent("change.applied", "c", once="c#3"), AT_S)
    profile.book.write([event])
    profile.book.write([event])
    profile.console().write([event, Noted(TrailEvent("change.verified", "c", once="c#4"), AT_S)])
    assert kinds(profile) == ["trail.begun", "change.applied", "change.verified"]


def test_light_events_wait_for_the_next_signature(profile: TrailProfile) -> None:
    profile.write()
    light = Noted(TrailEvent("connection.opened", "asia"), AT_S)
    assert profile.book.write([light]).signed == 2
    assert profile.verify().trail.signed == 2
    assert profile.book.write([light] * 64).signed == 67
    assert profile.book.write([light]).signed == 67
    assert profile.book.write((), sign=True).signed == 68


def test_a_long_trail_goes_on_in_a_new_file_and_starts_without_reading_the_old_ones(profile: TrailProfile) -> None:
    profile.book._file._most = 2_000
    profile.write(20)
    files = sorted(profile.book.folder.glob("trail-*.jsonl"))
    assert len(files) > 2
    assert profile.verify().verdict is Verdict.VERIFIED
    files[0].chmod(0)
    read = []
    original = line_file.LineFile.read_from

    def counted(self: line_file.LineFile, offset: int) -> tuple[list[bytes], int]:
        read.append((self.number, offset))
        return original(self, offset)

    line_file.LineFile.read_from = counted  # type: ignore[method-assign]
    try:
        profile.book = profile.console()
        profile.write()
    finally:
        line_file.LineFile.read_from = original  # type: ignore[method-assign]
        files[0].chmod(0o600)
    assert {number for number, _ in read} == {len(files)}
    assert read[0][1] > 0
    assert profile.verify().verdict is Verdict.VERIFIED


@pytest.mark.parametrize("name", ["head.json", "checkpoints-000001.jsonl"])
def test_without_its_short_cuts_the_trail_is_read_anew_and_goes_on(profile: TrailProfile, name: str) -> None:
    profile.write(5)
    (profile.book.folder / name).unlink()
    profile.book = profile.console()
    profile.write()
    assert profile.verify().verdict is Verdict.VERIFIED


def test_a_short_cut_that_lies_is_not_believed(profile: TrailProfile) -> None:
    profile.write(5)
    head = profile.book.folder / "head.json"
    saved = json.loads(head.read_text())
    head.write_text(json.dumps({**saved, "edge": ["00" * 32] * len(saved["edge"])}))
    profile.book = profile.console()
    profile.write()
    assert profile.verify().verdict is Verdict.VERIFIED


def test_a_full_disk_is_told_and_nothing_of_the_events_is_written(
    profile: TrailProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile.write(2)
    before = profile.file.read_bytes()
    write = os.write

    def full(opened: int, raw: bytes) -> int:
        if b"change.applied" in raw:
            write(opened, raw[:20])
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(opened, raw)

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(UserError, match="No space left"):
            profile.write()
    assert profile.file.read_bytes() == before
    profile.write()
    assert profile.verify().verdict is Verdict.VERIFIED


def test_without_a_key_the_trail_is_written_and_told_to_be_unsigned(tmp_path: Path) -> None:
    profile = TrailProfile(tmp_path / "profile", signed=False)
    status = profile.book.write([Noted(TrailEvent("secret.listed", ""), AT_S)])
    assert status.signed == 0
    assert str(profile.root / "key") in status.unsigned_why
    assert profile.verify().verdict is Verdict.UNSIGNED
    assert TrailProfile(profile.root).book.write((), sign=True).signed == 2
    assert profile.verify().verdict is Verdict.VERIFIED


def test_the_second_copy_in_a_git_working_copy_is_committed(tmp_path: Path) -> None:
    profile = TrailProfile(tmp_path / "profile", copied=True)
    subprocess.run(["git", "init", "--quiet", str(profile.copy)], check=True)
    profile.write(3)
    log = subprocess.run(
        ["git", "-C", str(profile.copy), "log", "--format=%s"], capture_output=True, text=True, check=True
    )
    assert log.stdout.splitlines() == ["Trail: 4 records", "Trail: 3 records", "Trail: 2 records"]
    assert profile.codes() == []
    assert (profile.copy / "trail-000001.jsonl").read_bytes() == profile.file.read_bytes()


def test_a_copy_that_cannot_be_written_is_told_and_hinders_nothing(tmp_path: Path) -> None:
    profile = TrailProfile(tmp_path / "profile", copied=True)
    profile.root.mkdir(exist_ok=True)
    profile.copy.write_text("a file in its place")
    status = profile.book.write([Noted(TrailEvent("secret.listed", ""), AT_S)])
    assert (status.size, status.signed) == (2, 2)
    assert str(profile.copy) in status.trouble
