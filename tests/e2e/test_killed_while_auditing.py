"""The console is killed in the middle of an audit; the next run ends what it began. Proves G1.5."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.fakes.planted_repository import PlantedRepository
from tests.fakes.program import start
from tests.fakes.waiting import wait_until


def test_after_a_kill_the_next_run_is_whole_and_counts_nothing_twice(tmp_path: Path, isolated_home: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"shop/a.py": "def total(:\n    pass\n"})
    arguments = ["audit", "run", str(repository.folder), "--audit", "strict", "-o", "json"]
    with subprocess.Popen(
        [sys.executable, "-m", "console", *arguments],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ}, start_new_session=True,
    ) as killed:  # fmt: skip
        wait_until(lambda: list(isolated_home.rglob("task-*/lease")), what="a task at work")
        killed.send_signal(signal.SIGKILL)
    ended = start(arguments)
    assert ended.code == 1, ended.err
    assert [one["rule"] for one in json.loads(ended.out)] == ["STR01"]
    assert len(list(isolated_home.rglob("*.sarif.gz"))) == 1
    (project,) = json.loads(start(["audit", "projects", "-o", "json"]).out)
    assert project["findings"] == 1
