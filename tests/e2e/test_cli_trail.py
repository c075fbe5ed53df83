"""``cell-console trail`` as a user runs it. Proves L7.5 and P5."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.program import start


@pytest.fixture
def keyed(tmp_path: Path) -> Path:
    """A profile whose trail is signed by a key in a file."""
    key = tmp_path / "key"
    assert start(["trail", "key", "make", str(key)]).code == 0
    config = Path(os.environ["XDG_CONFIG_HOME"]) / "cell-console"
    config.mkdir(parents=True, exist_ok=True)
    settings = {"schema_version": 1, "trail": {"key": f"file:{key}", "second_copy": str(tmp_path / "copy")}}
    (config / "settings.json").write_text(json.dumps(settings))
    return tmp_path


def trail_file() -> Path:
    return Path(os.environ["XDG_STATE_HOME"]) / "cell-console" / "trail" / "trail-000001.jsonl"


def test_looking_at_secrets_leaves_a_signed_record_that_is_verified_anywhere(keyed: Path) -> None:
    assert start(["secret", "list"]).code == 0
    shown = json.loads(start(["trail", "show", "-o", "json"]).out)
    assert [one["kind"] for one in shown] == ["secret.listed", "trail.begun"]
    verified = start(["trail", "verify", "-o", "json"])
    assert (verified.code, json.loads(verified.out)["verdict"]) == (0, "verified")
    receipt = keyed / "receipt.json"
    receipt.write_text(start(["trail", "show", "1", "-o", "json"]).out)
    key = json.loads(start(["trail", "key", "-o", "json"]).out)[0]["key"]
    assert start(["trail", "export", str(keyed / "out")]).code == 0
    for place in (keyed / "out", receipt):
        command = [sys.executable, "-I", "-S", str(keyed / "out" / "verify_trail.py"), str(place), "--key", key]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert (ended.returncode, ended.stderr) == (0, "")
    trail_file().write_bytes(trail_file().read_bytes().replace(b"secret.listed", b"secret.lasted"))
    broken = start(["trail", "verify"])
    assert broken.code == 1
    assert "Something in the records 0–1 is not as it was" in broken.out


def test_without_a_key_the_trail_says_that_it_is_not_signed() -> None:
    start(["secret", "list"])
    verified = start(["trail", "verify"])
    assert verified.code == 1
    assert verified.out.startswith("Not signed: 2 records, none of them signed for.")
    signed = start(["trail", "sign"])
    assert signed.code == 2
    assert "keyring" in signed.err


def test_another_machines_key_is_trusted_and_distrusted(keyed: Path) -> None:
    start(["secret", "list"])
    other = "other.example/trail+cf2d5c5f+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"
    refused = start(["trail", "key", "trust", other])
    assert (refused.code, "is no public key" in refused.err) == (2, True)
    own = json.loads(start(["trail", "key", "-o", "json"]).out)[0]
    assert start(["trail", "key", "distrust", own["mark"]]).code == 0
    assert own["key"] in start(["trail", "key", "-o", "json"]).out, "it has signed that record, so it is trusted again"
    assert start(["trail", "key", "trust", own["key"]]).code == 0
    assert start(["trail", "key", "distrust", "00000000"]).code == 2


def test_records_leave_as_cloud_events(keyed: Path) -> None:
    start(["secret", "list"])
    assert start(["trail", "export", "--cloudevents", str(keyed / "events.jsonl")]).code == 0
    events = [json.loads(line) for line in (keyed / "events.jsonl").read_text().splitlines()]
    assert [one["type"] for one in events] == ["cell-console.trail.begun", "cell-console.secret.listed"]
    assert all(one["specversion"] == "1.0" and one["id"] and one["source"] for one in events)
    assert len({one["id"] for one in events}) == 2


def test_a_torn_record_is_no_event_and_is_not_counted_as_one(keyed: Path) -> None:
    start(["secret", "list"])
    with trail_file().open("ab") as file:
        file.write(b'{"at":"2026\n')
    told = start(["trail", "export", "--cloudevents", str(keyed / "events.jsonl")])
    assert "Wrote 2 of 3 records" in told.out + told.err
    assert len((keyed / "events.jsonl").read_text().splitlines()) == 2


def test_a_trail_that_has_not_begun_is_told_so_and_nothing_is_made(tmp_path: Path) -> None:
    told = start(["trail", "export", str(tmp_path / "out")])
    assert (told.code, told.out) == (2, "")
    assert told.err == "error: There is no trail yet. It begins by itself with the first thing that is done.\n"
    assert not (tmp_path / "out").exists()
