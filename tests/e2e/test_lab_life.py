"""How a lab begins and ends: commands, signals, kills, several at once, programs that are missing. (proves L-lab)"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
import yaml

from console.lab.process.program import ALERTMANAGER
from tests.fakes.waiting import wait_until

SMALL = ("--cells", "2", "--pods", "40", "--nodes", "3", "--history-days", "0.5", "--seed", "5")


class ControlledLab:
    """A lab on the command line with its events."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.ready: dict[str, Any] = self.next_event("ready")

    def next_event(self, kind: str) -> Any:
        """The content of the next event of a kind; others are passed over."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            event = json.loads(line)
            if kind in event:
                return event[kind]
        raise AssertionError(f"the lab ended without {kind!r}")

    def tell(self, **command: object) -> None:
        """Send one command."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()

    def children(self) -> list[psutil.Process]:
        """What it has started, all the way down."""
        return psutil.Process(self.process.pid).children(recursive=True)


@contextmanager
def started(*arguments: str, env: dict[str, str] | None = None) -> Iterator[ControlledLab]:
    """Run a lab until the block ends; it must not outlive it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "console", "lab", "--headless", "--control", *SMALL, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **(env or {})},
    )
    try:
        yield ControlledLab(process)
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        finally:
            process.stdout.close()


def _gone(processes: list[psutil.Process]) -> bool:
    """Whether all have ended; a zombie, which nobody here may wait for, has."""

    def lives(one: psutil.Process) -> bool:
        try:
            return one.is_running() and one.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    return not any(lives(one) for one in processes)


def test_closing_its_standard_input_ends_it_and_leaves_nothing_secret(tmp_path: Path) -> None:
    folder = tmp_path / "a lab"
    with started("--dir", str(folder), "--cache", str(tmp_path / "cache")) as lab:
        children = lab.children()
        assert Path(lab.ready["kubeconfig"]).is_file()
        assert lab.process.stdin is not None
        lab.process.stdin.close()
        assert lab.process.wait(15) == 0
    assert _gone(children)
    assert sorted(path.name for path in folder.iterdir()) == [".cell-console-lab", "estate.yaml", "models", "slos"]


def test_the_command_stop_ends_it(tmp_path: Path) -> None:
    with started("--dir", str(tmp_path / "lab"), "--cache", str(tmp_path / "cache")) as lab:
        lab.tell(do="stop")
        assert lab.process.wait(15) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_without_control_it_prints_where_it_is_and_ends_on_a_signal(number: signal.Signals, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "console", "lab", "--headless", *SMALL]
    command += ["--dir", str(tmp_path / "lab with spaces"), "--cache", str(tmp_path / "cache")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if "Ctrl+C" in line:
            break
    process.send_signal(number)
    assert process.wait(15) == 0
    process.stdout.close()
    told = dict(line.split(": ", 1) for line in lines if ": " in line)
    assert told["Kubeconfig"] == str(tmp_path / "lab with spaces" / "kubeconfig")
    assert told["Kubernetes API"].startswith("https://127.0.0.1:")
    assert told["Estate file"].endswith("estate.yaml")
    left = sorted(path.name for path in (tmp_path / "lab with spaces").iterdir())
    assert left == [".cell-console-lab", "estate.yaml", "models", "slos"], "no token, and no data"


def test_killed_it_leaves_no_process_and_the_next_one_starts_in_the_same_folder(
    tmp_path: Path, needs_prometheus: None
) -> None:
    place = ("--dir", str(tmp_path / "lab"), "--cache", str(tmp_path / "cache"))
    with started(*place) as lab:
        children = lab.children()
        assert any("prometheus" in child.name() for child in children)
        lab.process.kill()
        lab.process.wait()
        wait_until(lambda: _gone(children), 10, "the end of the lab's children")
        assert (tmp_path / "lab" / "kubeconfig").exists()
    with started(*place) as second:
        assert second.ready["folder"] == str(tmp_path / "lab")


def test_two_labs_at_once_have_their_own_folders_and_ports(tmp_path: Path) -> None:
    place = ("--base", str(tmp_path / "lab"), "--cache", str(tmp_path / "cache"))
    with started(*place) as first, started(*place) as second:
        assert first.ready["folder"] == str(tmp_path / "lab")
        assert second.ready["folder"] == str(tmp_path / "lab-2")
        urls = [lab.ready[name] for lab in (first, second) for name in ("kubernetes_url", "metrics_url")]
        assert len(set(urls)) == 4


def test_a_folder_in_use_is_told_with_what_to_do(tmp_path: Path) -> None:
    place = ("--dir", str(tmp_path / "lab"), "--cache", str(tmp_path / "cache"))
    command = [sys.executable, "-m", "console", "lab", "--headless", *SMALL, *place]
    with started(*place):
        answer = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert answer.returncode == 2
    assert "Another lab runs in" in answer.stderr
    assert "--dir" in answer.stderr


def test_a_folder_with_other_things_in_it_is_never_emptied(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    command = [sys.executable, "-m", "console", "lab", "--headless", *SMALL, "--dir", str(tmp_path)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert answer.returncode == 2
    assert "holds something that is no lab" in answer.stderr
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_without_prometheus_it_runs_and_says_in_one_sentence_what_is_missing(tmp_path: Path) -> None:
    place = ("--dir", str(tmp_path / "lab"), "--cache", str(tmp_path / "cache"))
    with started(*place, env={"PATH": str(tmp_path)}) as lab:
        assert lab.ready["prometheus_url"] == ""
        assert lab.ready["kubernetes_url"].startswith("https://")
        (about_alertmanager, about_prometheus) = sorted(lab.ready["notices"])
        assert "apt-get install prometheus-alertmanager" in about_alertmanager
        assert about_prometheus.startswith("Prometheus is not in PATH")
        assert "apt-get install prometheus”" in about_prometheus
        estate = yaml.safe_load(Path(lab.ready["estate_file"]).read_text())
        assert "prometheus" not in estate
        assert not [cell for cell in estate["cells"] if "prometheus" in cell]


def test_a_prometheus_that_dies_is_started_again_and_that_is_told(tmp_path: Path, needs_prometheus: None) -> None:
    place = ("--dir", str(tmp_path / "lab"), "--cache", str(tmp_path / "cache"), "--history-days", "0")
    with started(*place) as lab:
        (prometheus,) = [child for child in lab.children() if child.name() == "prometheus"]
        prometheus.kill()
        assert "started again" in lab.next_event("error")
        wait_until(
            lambda: [child for child in lab.children() if child.name() == "prometheus" and child.pid != prometheus.pid],
            10,
            "another prometheus",
        )


@pytest.mark.skipif(ALERTMANAGER.find() is None, reason="Alertmanager is not installed")
def test_an_alertmanager_that_dies_is_started_again_where_prometheus_finds_it(
    tmp_path: Path, needs_prometheus: None
) -> None:
    """proves C7: nothing of the lab stays broken that no scenario broke"""
    place = ("--dir", str(tmp_path / "lab"), "--cache", str(tmp_path / "cache"), "--history-days", "0")
    with started(*place) as lab:
        (killed,) = _alertmanagers(lab)
        listens = {one.laddr for one in killed.net_connections() if one.status == psutil.CONN_LISTEN}
        killed.kill()
        assert lab.next_event("error") == "The lab's Alertmanager ended by itself and was started again."
        (again,) = _alertmanagers(lab)
        assert again.pid != killed.pid
        assert {one.laddr for one in again.net_connections() if one.status == psutil.CONN_LISTEN} == listens
        token = Path(lab.ready["alertmanager_token_file"]).read_text()
        answer = httpx.get(
            f"{lab.ready['alertmanager_url']}/-/ready", headers={"Authorization": f"Bearer {token}"}, trust_env=False
        )
        assert answer.status_code == 200


def _alertmanagers(lab: ControlledLab) -> list[psutil.Process]:
    return [child for child in lab.children() if "alertmanager" in child.name()]


def test_wrong_commands_are_answered_and_do_not_end_it(tmp_path: Path) -> None:
    with started("--dir", str(tmp_path / "lab"), "--cache", str(tmp_path / "cache"), "--history-days", "0") as lab:
        assert lab.process.stdin is not None
        lab.process.stdin.write("no json\n[1]\n")
        lab.tell(do="dance")
        lab.tell(do="start_scenario", id="../../etc/passwd")
        sentences = [lab.next_event("error") for _ in range(4)]
        assert all(sentence.endswith(".") for sentence in sentences)
        lab.tell(do="status")
        scenarios = lab.next_event("scenarios")
        assert scenarios
        assert {one["state"] for one in scenarios} == {"idle"}


def test_with_its_history_cached_a_lab_is_soon_usable(tmp_path: Path, needs_prometheus: None) -> None:
    """Not the benchmark: a bound that a busy machine keeps, to notice that the cache is not used at all."""
    place = ("--dir", str(tmp_path / "lab"), "--cache", str(tmp_path / "cache"), "--history-days", "20")
    with started(*place) as lab:
        while lab.next_event("progress")["fraction"] < 1.0:
            pass
    began_s = time.monotonic()
    with started(*place) as lab:
        blocks = list((tmp_path / "lab" / "prometheus" / "blocks").glob("*/meta.json"))
        assert len(blocks) >= 2, "the cached blocks are there before the lab says that it is ready"
    assert time.monotonic() - began_s < 20
