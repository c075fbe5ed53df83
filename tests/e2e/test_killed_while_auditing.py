"""The console is killed in the middle of an audit; the next run ends what it began. Proves G1.5."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from tests.fakes.planted_repository import PlantedRepository
from tests.fakes.program import start
from tests.fakes.waiting import PATIENCE, wait_until


def _line(repository: PlantedRepository) -> list[str]:
    return ["audit", "run", str(repository.folder), "--audit", "strict", "-o", "json"]


@contextmanager
def _auditing(repository: PlantedRepository) -> Iterator[subprocess.Popen[bytes]]:
    line = [sys.executable, "-m", "console", *_line(repository)]
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ}) as running:
        yield running


def _workers(pid: int) -> list[psutil.Process]:
    found = []
    for one in psutil.Process(pid).children(recursive=True):
        with suppress(psutil.Error):  # programs come and go
            if "console.kernel.worker" in one.cmdline():
                found.append(one)
    return found


def test_after_a_kill_the_next_run_is_whole_and_counts_nothing_twice(tmp_path: Path, isolated_home: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"shop/a.py": "def total(:\n    pass\n"})
    with _auditing(repository) as killed:
        wait_until(lambda: list(isolated_home.rglob("task-*/lease")), what="a task at work")
        killed.send_signal(signal.SIGKILL)
    ended = start(_line(repository))
    assert ended.code == 1, ended.err
    assert [one["rule"] for one in json.loads(ended.out)] == ["STR01"]
    assert len(list(isolated_home.rglob("*.sarif.gz"))) == 1
    (project,) = json.loads(start(["audit", "projects", "-o", "json"]).out)
    assert project["findings"] == 1


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_left(tmp_path: Path, isolated_home: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"shop/a.py": "def total(:\n    pass\n"})
    with _auditing(repository) as running:
        wait_until(lambda: list(isolated_home.rglob("task-*/lease")), what="a task at work")
        (worker, *_) = _workers(running.pid)
        worker.kill()
        assert running.wait(60 * PATIENCE) == 1
    assert len(list(isolated_home.rglob("*.sarif.gz"))) == 1
    assert not worker.is_running()
    start(_line(repository))
    assert list(isolated_home.rglob("task-*")) == []


def test_an_interrupt_leaves_no_process_and_no_files(tmp_path: Path, isolated_home: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"shop/a.py": "X = 1\n"})
    with _auditing(repository) as running:
        wait_until(lambda: list(isolated_home.rglob("task-*/lease")), what="a task at work")
        below = psutil.Process(running.pid).children(recursive=True)
        running.send_signal(signal.SIGINT)
        running.wait(60 * PATIENCE)
    wait_until(lambda: not any(one.is_running() for one in below), what="the end of all processes")
    assert start(_line(repository)).code == 0
    assert list(isolated_home.rglob("task-*")) == []
