"""A push to a forge of the lab is told by its signed webhook and audited at once, incrementally. Proves G1.6."""

import base64
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest
import yaml

from tests.fakes.lab import LabForTests, lab_start, running_lab
from tests.fakes.program import start

pytestmark = pytest.mark.slow
LIMIT_S = 240.0


@pytest.fixture(scope="module")
def own_lab(tmp_path_factory: pytest.TempPathFactory, root_dir: Path) -> Iterator[LabForTests]:
    """A lab of its own, because somebody pushes there."""
    begun = lab_start(tmp_path_factory.mktemp("lab"), root_dir)
    yield from running_lab(replace(begun, history_days=0.0))


def _lines(stream: IO[str]) -> "queue.Queue[str]":
    """Read a stream behind; the thread ends with it."""
    told: queue.Queue[str] = queue.Queue()
    threading.Thread(target=lambda: deque(map(told.put, stream), 0), daemon=True).start()
    return told


@contextmanager
def _watching(estate: Path, project: str) -> Iterator[tuple["queue.Queue[str]", str]]:
    """Run the watch and give what it prints, with the address where GitHub delivers."""
    command = [sys.executable, "-m", "console", "--estate", str(estate), "audit", "watch", project, "--listen",
               "--port", "0", "--every", "1h"]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        said, out = _lines(program.stderr), _lines(program.stdout)
        try:
            line = ""
            while not line.startswith("lab-github: "):
                line = said.get(timeout=LIMIT_S)
            yield out, line.removeprefix("lab-github: ").strip()
        finally:
            program.send_signal(signal.SIGINT)
            program.wait(LIMIT_S)


def _git(folder: Path, token: str, *arguments: str) -> str:
    login = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    settings = {
        "GIT_CONFIG_COUNT": "3",
        "GIT_CONFIG_KEY_0": "http.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {login}",
        "GIT_CONFIG_KEY_1": "user.name",
        "GIT_CONFIG_VALUE_1": "ann",
        "GIT_CONFIG_KEY_2": "user.email",
        "GIT_CONFIG_VALUE_2": "ann@example.org",
    }
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], env={**os.environ, **settings}, check=True, capture_output=True,
        text=True, timeout=60,
    )  # fmt: skip
    return done.stdout.strip()


def test_a_push_is_audited_when_its_webhook_tells(own_lab: LabForTests, tmp_path: Path) -> None:
    file = own_lab.at.estate_file
    projects = yaml.safe_load(file.read_text())["projects"]
    one = next(each for each in projects if each["provider"] == "lab-github")
    estate = ["--estate", str(file)]
    assert start([*estate, "audit", "fleet", one["key"], "--audit", "git"]).code in {0, 1}
    with _watching(file, one["key"]) as (told, address):
        unlocked = start([*estate, "change", "unlock", "lab-github", "--for", "15m", "--reason", "webhooks"])
        assert unlocked.code == 0, unlocked.err
        url = f"{address.removesuffix('lab-github')}{{connection}}"
        planned = start([*estate, "audit", "hooks", one["key"], "--url", url, "-o", "json"])
        made = start([*estate, "change", "apply", json.loads(planned.out)[0]["change"], "--yes"])
        assert "Verified" in made.out + made.err, made.err
        token = (file.parent / "tokens" / "github").read_text()
        _git(tmp_path, token, "clone", "--quiet", one["url"], "copy")
        (tmp_path / "copy" / "fresh.py").write_text("def total(:\n    pass\n")
        _git(tmp_path / "copy", token, "add", "fresh.py")
        _git(tmp_path / "copy", token, "commit", "--quiet", "--message", "Add a file that does not parse")
        _git(tmp_path / "copy", token, "push", "--quiet", "origin", "HEAD")
        line = json.loads(told.get(timeout=LIMIT_S))
    assert line["after"] == _git(tmp_path / "copy", token, "rev-parse", "HEAD")
    assert (line["project"], line["changed"], line["parts"]) == (one["key"], ["fresh.py"], ["source"])
    assert "strict" in line["audits"]
    assert line["statuses"]["strict"] == "failed"
