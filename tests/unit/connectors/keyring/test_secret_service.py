"""The vault on a real Secret Service: GNOME Keyring in a D-Bus session of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from pathlib import Path
from connectors.keyring import build_vault
from connectors.keyring.system_keyring import _safe_backend
from console.kernel.errors import ConsoleError
from console.kernel.paths import Paths
from console.kernel.secret import Secret

vault = build_vault(Paths.under(Path(sys.argv[1])))
try:
    vault.store("prod/prometheus", Secret("pässwörd-日本語"))
    print(_safe_backend().name)
    print(vault.resolve("keyring:prod/prometheus").reveal())
    print(vault.names())
    vault.remove("prod/prometheus")
    print(vault.names())
    vault.resolve("keyring:prod/prometheus")
except ConsoleError as error:
    print(type(error).__name__, error.message)
"""
UNLOCK = "printf unlock-me | gnome-keyring-daemon --unlock --components=secrets >/dev/null; "


def _run(root: Path, home: Path, before: str) -> list[str]:
    for program in ("dbus-run-session", "gnome-keyring-daemon"):
        if shutil.which(program) is None:
            pytest.skip(f"needs {program}: apt-get install dbus-daemon gnome-keyring")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"}
    environment |= {"PYTHONPATH": str(root), "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    script = f'{before}"{sys.executable}" -c "$1" "$2"'
    command = ["dbus-run-session", "--", "sh", "-c", script, "sh", PROGRAM, str(home / "profile")]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_secret_goes_into_the_real_keyring_and_out_again(root_dir: Path, isolated_home: Path) -> None:
    # proves C2: secrets only in the operating system's keyring
    assert _run(root_dir, isolated_home, UNLOCK) == [
        "SecretService Keyring",
        "pässwörd-日本語",
        "('prod/prometheus',)",
        "()",
        "ConnectorError The keyring has no secret prod/prometheus.",
    ]


def test_a_locked_keyring_that_cannot_ask_is_one_sentence(root_dir: Path, isolated_home: Path) -> None:
    assert _run(root_dir, isolated_home, "") == [
        "ConnectorError The keyring cannot be opened: it is locked, or its service does not run."
    ]
