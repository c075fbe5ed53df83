"""Secrets go into the system's keyring by prompt or pipe, never by argument, and are never shown. (proves C2)"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.program import start

CANARY = "canary-secret-value-4711"
UNLOCK = "printf unlock-me | gnome-keyring-daemon --unlock --components=secrets >/dev/null; "
STEPS = """
set -e
program() { "$PYTHON" -m console "$@"; }
printf '%s\\n' "$CANARY" | program secret set prod/prometheus
program secret list -o json
program secret remove prod/prometheus
program secret list -o json
program trail verify >&2
"""


def _in_a_session_of_its_own(script: str) -> "subprocess.CompletedProcess[str]":
    for program in ("dbus-run-session", "gnome-keyring-daemon"):
        if shutil.which(program) is None:
            pytest.skip(f"needs {program}: apt-get install dbus-daemon gnome-keyring")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"}
    environment |= {"PYTHON": sys.executable, "CANARY": CANARY, "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", UNLOCK + script],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=90,
        check=False,
    )


def test_a_secret_is_stored_from_a_pipe_listed_by_name_and_removed(isolated_home: Path) -> None:
    ended = _in_a_session_of_its_own(STEPS)
    assert ended.returncode == 0, ended.stderr
    first, _, rest = ended.stdout.partition("]\n")
    trail, stored = json.loads(f"{first}]")
    assert (trail["reference"], trail["used_by"], trail["state"]) == ("keyring:cell-console/trail", "trail", "ok")
    assert stored == {
        "name": "prod/prometheus",
        "reference": "keyring:prod/prometheus",
        "used_by": "",
        "state": "stored",
        "problem": "",
    }
    assert json.loads(rest) == [trail]
    assert "Verified: 5 records, 5 of them signed for by cell-console.local/trail/" in ended.stderr
    assert "Stored. Refer to it as keyring:prod/prometheus" in ended.stderr
    assert CANARY not in ended.stdout + ended.stderr
    written = [file for file in isolated_home.rglob("*") if file.is_file() and "keyrings" not in file.parts]
    assert not [file for file in written if CANARY.encode() in file.read_bytes()]


ESTATE = """
schema_version: 1
name: shop
prometheus:
  - key: main
    url: https://prometheus.example
    auth: {kind: bearer, token: "keyring:prod/prometheus"}
    headers: {x-scope: "env:SHOP_SCOPE"}
carbon:
  - {key: grid, provider: electricity-maps, token: "file:absent-token"}
"""
ROTATION = """
set -e
program() { "$PYTHON" -m console --estate "$ESTATE" "$@"; }
printf '%s' "$CANARY-one" | program secret set prod/prometheus
printf '%s' "$CANARY-two" | program secret set prod/prometheus
printf '%s' "$CANARY-three" | program secret set prod/left-over
program secret list -o json || echo "code $?"
program doctor --offline -o json | grep '"secret"' -A 3 || true
"""


def test_a_real_keyring_is_held_against_the_estate_and_a_secret_is_exchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "estate.yaml"
    file.write_text(ESTATE)
    monkeypatch.setenv("ESTATE", str(file))
    ended = _in_a_session_of_its_own(ROTATION)
    assert ended.returncode == 0, ended.stderr
    listed, _, rest = ended.stdout.partition("code 1\n")
    states = {one["reference"]: (one["name"], one["used_by"], one["state"]) for one in json.loads(listed)}
    assert states == {
        "keyring:cell-console/trail": ("cell-console/trail", "trail", "ok"),
        "keyring:prod/left-over": ("prod/left-over", "", "unused"),
        "keyring:prod/prometheus": ("prod/prometheus", "prometheus.main.auth.token", "ok"),
        "env:SHOP_SCOPE": ("", "prometheus.main.headers.x-scope", "missing"),
        "file:absent-token": ("", "carbon.grid.token", "missing"),
    }
    assert "absent-token cannot be read: No such file or directory." in ended.stderr
    assert "It is used by carbon.grid.token." in ended.stderr
    assert "env:SHOP_SCOPE" in rest
    assert "keyring:prod/prometheus" not in rest
    assert CANARY not in ended.stdout + ended.stderr


def test_without_a_keyring_it_is_one_sentence_and_the_value_is_not_repeated() -> None:
    ended = start(["secret", "set", "prod/prometheus"], stdin=f"{CANARY}\n")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.count("\n") == 1
    assert CANARY not in ended.err


@pytest.mark.parametrize(
    ("arguments", "stdin", "sentence"),
    [
        (["set", "prod/x"], "", "The secret is empty."),
        (["set", "a b"], "x", "'a b' is no name for a secret."),
        (["set", "x;rm -rf"], "x", "is no name for a secret."),
        (["set", "prod/x"], "y" * 70_000, "The secret is longer than 64 KiB."),
        (["remove", "ü"], "", "is no name for a secret."),
    ],
)
def test_what_is_no_secret_is_refused_in_one_sentence(arguments: list[str], stdin: str, sentence: str) -> None:
    ended = start(["secret", *arguments], stdin=stdin)
    assert (ended.code, ended.out) == (2, "")
    assert sentence in ended.err
    assert ended.err.count("\n") == 1


def test_a_value_on_the_command_line_is_wrong_use_and_not_repeated() -> None:
    ended = start(["secret", "set", "prod/x", CANARY])
    assert ended.code == 2
    assert CANARY not in ended.out + ended.err
