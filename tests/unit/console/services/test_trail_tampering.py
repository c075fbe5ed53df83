"""Whatever is done to the files of the trail is found, and told where. Proves L7.5 and the tampering row of the bar."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from console.domain.trail_record import line_hash
from console.domain.trail_verification import Verdict
from console.kernel.errors import UserError
from console.kernel.paths import write_private
from console.presenters.trail_verdict import verdict_sentences
from console.services.trail_key import write_key_file
from console.services.trail_reading import TrailReading
from console.services.trail_verifier import verifier_text
from resources.trail.trail_check import check_folder
from tests.fakes.trail_profile import TrailProfile

STRANGER = b'{"kind":"x","previous":"","sequence":5}'
RECORDS = 8  # and one that says that the trail was begun


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> TrailProfile:
    profile = TrailProfile(tmp_path_factory.mktemp("written"))
    profile.write(RECORDS)
    return profile


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("verifier") / "verify_trail.py"
    file.write_text(verifier_text(), encoding="utf-8")
    return file


@pytest.fixture
def profile(written: TrailProfile, tmp_path: Path) -> TrailProfile:
    """A copy of a trail that is whole."""
    shutil.copytree(written.root, tmp_path / "profile")
    return TrailProfile(tmp_path / "profile")


def alone(verifier: Path, profile: TrailProfile, *words: str) -> tuple[int, dict[str, object]]:
    """What the stand-alone verifier says, in an interpreter that has neither the console nor any library."""
    keys = [str(one) for one in (profile.paths.data / "trail" / "keys").glob("*.vkey")]
    command = [sys.executable, "-I", "-S", str(verifier), str(profile.book.folder), "--json"]
    ended = subprocess.run(
        [*command, *(word for key in keys for word in ("--key", key)), *words],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert not ended.stderr
    return ended.returncode, json.loads(ended.stdout)


def rechained(lines: list[bytes], start: int) -> list[bytes]:
    """Lines whose chain was made anew from ``start`` on, as somebody would who can write the file."""
    done = lines[:start]
    for number, line in enumerate(lines[start:], start):
        form = {**json.loads(line), "sequence": number, "previous": line_hash(done[-1]) if done else "0" * 64}
        done.append(json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())
    return done


def test_a_trail_that_nobody_touched_is_verified(profile: TrailProfile, verifier: Path) -> None:
    found = profile.verify()
    assert found.verdict is Verdict.VERIFIED
    assert found.trail.signed == found.trail.size == RECORDS + 1
    code, told = alone(verifier, profile)
    assert (code, told["signed"], told["root"]) == (0, RECORDS + 1, found.trail.root)


def edited(lines: list[bytes]) -> list[bytes]:
    return [*lines[:4], lines[4].replace(b"change-4", b"change-9"), *lines[5:]]


TAMPERINGS: dict[str, tuple[Callable[[list[bytes]], list[bytes]], str, int]] = {
    "a line is edited": (edited, "chain", 5),
    "the last line is edited": (lambda lines: [*lines[:-1], lines[-1].replace(b"because", b"becausf")], "root", 8),
    "a line is removed": (lambda lines: [*lines[:4], *lines[5:]], "chain", 4),
    "two lines change places": (lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]], "chain", 3),
    "a line is repeated": (lambda lines: [*lines[:5], lines[4], *lines[5:]], "chain", 5),
    "a line is inserted": (lambda lines: [*lines[:5], STRANGER, *lines[5:]], "chain", 5),
    "the first line is removed": (lambda lines: lines[1:], "chain", 0),
    "the end is cut off": (lambda lines: lines[:-2], "cut", 6),
    "a line is made unreadable": (lambda lines: [*lines[:4], lines[4][:-9], *lines[5:]], "unreadable", 4),
    "all is cut off": (lambda _lines: [], "cut", -1),
    "an edit, with the chain made anew": (lambda lines: rechained(edited(lines), 4), "root", 4),
    "a removal, with the chain made anew": (lambda lines: rechained([*lines[:4], *lines[5:]], 4), "root", 4),
    "everything made anew": (lambda lines: rechained([lines[0].replace(b"begun", b"begum"), *lines[1:]], 0), "root", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_and_told_where(profile: TrailProfile, verifier: Path, name: str) -> None:
    tamper, code, record = TAMPERINGS[name]
    profile.rewrite(tamper(profile.lines()))
    found = profile.verify()
    assert found.verdict is Verdict.BROKEN
    assert (code, record) in [(one.code, one.record) for one in found.trail.findings]
    assert len(verdict_sentences(found)) >= 3
    exit_code, told = alone(verifier, profile)
    assert exit_code == 1
    assert code in [one[0] for one in told["findings"]]  # type: ignore[attr-defined]


def test_every_single_flipped_byte_is_found(profile: TrailProfile) -> None:
    raw = profile.file.read_bytes()
    for at in range(0, len(raw), 37):
        profile.file.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        assert profile.verify().verdict is Verdict.BROKEN, at


def test_lines_cut_off_together_with_their_checkpoints_are_found(profile: TrailProfile, verifier: Path) -> None:
    """Within the trail's folder nothing contradicts; the checkpoint that is kept apart does."""
    kept = profile.book.seen.read_text(encoding="utf-8")
    profile.rewrite(profile.lines()[:-3])
    notes = profile.checkpoints.read_bytes().splitlines(keepends=True)
    profile.checkpoints.write_bytes(b"".join(notes[:-3]))
    assert profile.codes() == ["cut"]
    profile.book.seen.unlink()
    assert profile.codes() == []
    witness = profile.root / "witness"
    witness.write_text(kept, encoding="utf-8")
    assert profile.codes(witness) == ["cut"]
    assert alone(verifier, profile)[0] == 0
    assert alone(verifier, profile, "--checkpoint", str(witness))[0] == 1


def test_checkpoints_that_were_rolled_back_are_found(profile: TrailProfile) -> None:
    """The trail goes on over a past that was made anew: the newest checkpoint known elsewhere does not fit."""
    kept = profile.root / "kept"
    shutil.copy(profile.book.seen, kept)
    profile.rewrite(profile.lines()[:-3])
    notes = profile.checkpoints.read_bytes().splitlines(keepends=True)
    profile.checkpoints.write_bytes(b"".join(notes[:-3]))
    profile.book = profile.console()
    profile.write(5)
    assert profile.codes() == ["root"], "what this console had seen before it wrote on"
    for one in profile.book.seen.parent.glob("seen-*"):
        one.unlink()
    assert profile.codes() == []
    assert profile.codes(kept) == ["root"]


def test_a_trail_that_was_taken_away_is_found_also_when_the_next_one_has_begun(profile: TrailProfile) -> None:
    shutil.rmtree(profile.book.folder)
    for _ in range(2):
        profile.book = profile.console()
        profile.write(2)
        assert profile.codes() == ["cut"]
    profile.write(RECORDS)
    assert profile.codes() == ["root"]


def test_a_trail_whose_newest_checkpoint_a_crash_tore_or_lost_is_still_verified(profile: TrailProfile) -> None:
    """What was seen last is put aside then, and agrees with the trail."""
    raw = profile.checkpoints.read_bytes()
    for left in (raw[:-20], b""):
        profile.checkpoints.write_bytes(left)
        profile.book = profile.console()
        profile.write()
        assert profile.verify().verdict is Verdict.VERIFIED


def test_a_trail_signed_anew_with_another_key_is_found(profile: TrailProfile) -> None:
    (profile.root / "key").unlink()
    write_key_file(profile.root / "key")
    shutil.rmtree(profile.book.folder)
    profile.book.seen.unlink()
    trusted = {one.name: one.read_bytes() for one in (profile.paths.data / "trail" / "keys").iterdir()}
    profile.book = profile.console()
    profile.write(RECORDS)
    for file in (profile.paths.data / "trail" / "keys").glob("*.vkey"):
        if file.name not in trusted:
            file.unlink()
    assert "key" in profile.codes()


def test_a_checkpoint_with_a_wrong_signature_is_found(profile: TrailProfile) -> None:
    raw = profile.checkpoints.read_bytes()
    notes = [json.loads(line)["checkpoint"] for line in raw.splitlines()]
    signature = notes[-1].split(" ")[-1]
    other = notes[-2].split(" ")[-1]
    profile.checkpoints.write_bytes(raw.replace(signature.strip().encode(), other.strip().encode()))
    assert "signature" in profile.codes()


def test_a_trail_whose_checkpoints_are_gone_is_not_taken_for_verified(profile: TrailProfile, verifier: Path) -> None:
    profile.checkpoints.unlink()
    profile.book.seen.unlink()
    assert profile.codes() == ["unsigned"]
    assert alone(verifier, profile)[0] == 1


def test_a_damaged_checkpoint_is_told_with_its_line(profile: TrailProfile) -> None:
    lines = profile.checkpoints.read_bytes().splitlines(keepends=True)
    profile.checkpoints.write_bytes(lines[0] + b"{}\n" + b"".join(lines[2:]))
    assert [(one.code, one.line) for one in profile.verify().trail.findings] == [("checkpoint", 2)]


def test_a_checkpoint_of_another_trail_is_found(profile: TrailProfile, tmp_path: Path) -> None:
    other = TrailProfile(tmp_path / "other")
    shutil.copy(profile.root / "key", other.root / "key")
    other.write(RECORDS)
    assert {"root"} <= set(profile.codes(other.book.seen))


@pytest.mark.parametrize("place", ["trail", "copy"])
def test_a_split_view_between_trail_and_copy_is_found(tmp_path: Path, place: str) -> None:
    profile = TrailProfile(tmp_path / "profile", copied=True)
    profile.write(RECORDS)
    assert profile.codes() == []
    file = (profile.book.folder if place == "trail" else profile.copy) / "trail-000001.jsonl"
    file.write_bytes(file.read_bytes().replace(b"change-8", b"change-9"))
    assert "root" in profile.codes()
    profile.book = profile.console()
    profile.write()
    found = profile.verify()
    assert found.verdict is Verdict.BROKEN


def test_a_copy_that_differs_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    profile = TrailProfile(tmp_path / "profile", copied=True)
    profile.write(3)
    copy = profile.copy / "trail-000001.jsonl"
    copy.write_bytes(copy.read_bytes().replace(b"change-2", b"change-7"))
    before = copy.read_bytes()
    status = profile.book.write((), sign=True)
    profile.write()
    assert "second copy" in profile.book.write((), sign=True).trouble
    assert copy.read_bytes() == before
    assert status.size == 4


def test_files_that_change_places_or_are_missing_are_found(tmp_path: Path) -> None:
    profile = TrailProfile(tmp_path / "profile")
    profile.book._file._most = 1_000
    profile.write(12)
    files = sorted(profile.book.folder.glob("trail-*.jsonl"))
    assert len(files) >= 3
    assert profile.verify().verdict is Verdict.VERIFIED
    first, second = files[0].read_bytes(), files[1].read_bytes()
    files[0].write_bytes(second)
    files[1].write_bytes(first)
    assert "chain" in profile.codes()
    files[0].write_bytes(first)
    files[1].unlink()
    assert "file" in profile.codes()


def test_an_export_is_verified_without_the_console(profile: TrailProfile, tmp_path: Path) -> None:
    assert TrailReading(profile.book).export(tmp_path / "out") == RECORDS + 1
    command = [sys.executable, "-I", "-S", "verify_trail.py", "."]
    ended = subprocess.run(command, cwd=tmp_path / "out", capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("VERIFIED: 9 records, 9 of them signed for by cell-console.local/trail/")


def test_an_export_made_while_the_console_writes_is_whole(
    profile: TrailProfile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, wrote = write_private, list[Path]()

    def while_it_writes(file: Path, content: str | bytes) -> None:
        real(file, content)
        wrote.append(file)
        if len(wrote) == 1:
            profile.write()

    monkeypatch.setattr("console.services.trail_reading.write_private", while_it_writes)
    TrailReading(profile.book).export(tmp_path / "out")
    checked = check_folder(tmp_path / "out", profile.book.key.trusted())
    assert (checked.findings, checked.signed) == ((), RECORDS + 1)


def test_an_export_into_a_file_is_a_sentence(profile: TrailProfile, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(UserError, match="out cannot be read or written: Not a directory"):
        TrailReading(profile.book).export(tmp_path / "out")


def test_a_trail_without_records_is_not_exported_and_leaves_no_folder(tmp_path: Path) -> None:
    reading = TrailReading(TrailProfile(tmp_path / "profile").book)
    with pytest.raises(UserError, match="There is no trail yet"):
        reading.export(tmp_path / "out")
    assert not (tmp_path / "out").exists()
