"""The lab's process as the window sees it: answers, a crash told in one sentence, an end that is an end."""

import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from console.kernel.errors import Cancelled, ConsoleError
from console.kernel.runtime import Runtime
from console.lab.process.program import PROMETHEUS
from console.lab.runner.running_lab import RunningLab
from console.services import lab_process
from console.services.lab_process import LabProcess
from console.services.lab_start import LabStart
from tests.fakes.waiting import wait_until

_READY = {
    "folder": "/lab", "estate_file": "/lab/estate.yaml", "kubeconfig": "/lab/kubeconfig",
    "kubernetes_url": "https://127.0.0.1:1", "metrics_url": "http://127.0.0.1:2/metrics",
    "metrics_token_file": "/lab/t", "prometheus_token_file": None, "alertmanager_token_file": None, "notices": [],
    "prometheus_url": "http://127.0.0.1:3", "alertmanager_url": "http://127.0.0.1:4",
}  # fmt: skip
_SCENARIO = {"id": "x", "title": "X", "injects": "", "diagnosis": "", "runbook": "", "state": "idle", "newer": 1}
_HEAD = f"""
import json, os, sys
def tell(**event): print(json.dumps(event), flush=True)
READY, SCENARIO = {_READY!r}, {_SCENARIO!r}
"""
Play = Callable[[str], None]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Play:
    """Let the lab's process be a short script instead."""

    def script(body: str) -> None:
        code = _HEAD + textwrap.dedent(body)
        monkeypatch.setattr(lab_process, "module_command", lambda *_: (sys.executable, "-c", code))

    return script


def _start(tmp_path: Path) -> LabStart:
    return LabStart(tmp_path / "lab", tmp_path / "cache")


def test_it_is_where_the_lab_says_and_answers_are_matched_to_questions(
    tmp_path: Path, runtime: Runtime, play: Play
) -> None:
    play("""
        print("a library's greeting", flush=True)
        tell(ready=READY)
        for line in sys.stdin:
            command = json.loads(line)
            if command["do"] == "status":
                tell(scenarios=[SCENARIO], seq=command["seq"])
            elif command["id"] == "x":
                tell(scenarios=[{**SCENARIO, "state": "active"}], seq=999)
                tell(scenarios=[{**SCENARIO, "state": "active"}], seq=command["seq"])
            else:
                tell(error="There is no such scenario.", seq=command["seq"])
    """)
    lab = LabProcess(_start(tmp_path))
    at = runtime.run(lab.start(), 20)
    assert at.estate_file == Path("/lab/estate.yaml")
    assert runtime.run(lab.start(), 20) is at, "a second start joins the lab that runs"
    assert [one.state for one in runtime.run(lab.scenarios(), 20)] == ["idle"]
    assert [one.state for one in runtime.run(lab.start_scenario("x"), 20)] == ["active"]
    with pytest.raises(ConsoleError, match="There is no such scenario"):
        runtime.run(lab.stop_scenario("y"), 20)
    runtime.run(lab.stop(), 20)
    assert lab.pid is None
    with pytest.raises(ConsoleError, match="The lab does not run"):
        runtime.run(lab.scenarios(), 20)


def test_progress_and_trouble_are_handed_on(tmp_path: Path, runtime: Runtime, play: Play) -> None:
    play("""
        tell(ready=READY)
        tell(progress={"fraction": 0.25, "text": "history"})
        tell(error="The lab's Prometheus ended by itself and was started again.")
        sys.stdin.read()
    """)
    progress: list[float] = []
    trouble: list[str] = []
    lab = LabProcess(_start(tmp_path), on_progress=progress.append, on_trouble=trouble.append)
    runtime.run(lab.start(), 20)
    wait_until(lambda: trouble)
    assert progress == [0.25]
    assert trouble == ["The lab's Prometheus ended by itself and was started again."]
    runtime.run(lab.stop(), 20)
    assert len(trouble) == 1, "an end that was asked for is no trouble"


def test_a_program_that_is_missing_is_told_with_how_to_install_it(tmp_path: Path, runtime: Runtime, play: Play) -> None:
    """proves C7: without Prometheus the lab runs and says in one sentence what is missing"""
    play('tell(ready={**READY, "prometheus_url": "", "notices": ["Prometheus is not in PATH."]}); sys.stdin.read()')
    trouble: list[str] = []
    lab = LabProcess(_start(tmp_path), on_trouble=trouble.append)
    runtime.run(lab.start(), 20)
    assert trouble == [PROMETHEUS.missing()]
    runtime.run(lab.stop(), 20)


def test_a_lab_that_cannot_start_says_why_and_can_be_started_again(
    tmp_path: Path, runtime: Runtime, play: Play
) -> None:
    play('tell(error="Another lab runs in /lab."); sys.exit(2)')
    lab = LabProcess(_start(tmp_path))
    with pytest.raises(ConsoleError, match="Another lab runs in /lab"):
        runtime.run(lab.start(), 20)
    play("tell(ready=READY); sys.stdin.read()")
    wait_until(lambda: lab.pid is None)
    assert runtime.run(lab.start(), 20).kubernetes_url == "https://127.0.0.1:1"
    runtime.run(lab.stop(), 20)


def test_a_lab_that_dies_without_a_word_is_told_with_its_last_line(
    tmp_path: Path, runtime: Runtime, play: Play
) -> None:
    play('print("Traceback ...", file=sys.stderr); sys.exit("MemoryError: token=abcdefghijkl")')
    lab = LabProcess(_start(tmp_path))
    with pytest.raises(ConsoleError, match=r"ended unexpectedly: MemoryError: token=•••\. Start it again"):
        runtime.run(lab.start(), 20)
    runtime.run(lab.stop(), 20)


def test_after_a_steady_time_a_crash_is_mended_by_a_new_start(
    tmp_path: Path, runtime: Runtime, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lab_process, "_STEADY_S", 0.0)
    play(f"""
        import pathlib
        mark = pathlib.Path({str(tmp_path / "ran")!r})
        again = mark.exists()
        mark.touch()
        tell(ready={{**READY, "seed": 2 if again else 1}})
        if not again:
            sys.stdin.readline()
            os.kill(os.getpid(), 9)
        sys.stdin.read()
    """)
    trouble: list[str] = []
    restarts: list[RunningLab] = []
    lab = LabProcess(_start(tmp_path), on_trouble=trouble.append, on_restart=restarts.append)
    assert runtime.run(lab.start(), 20).seed == 1
    with pytest.raises(ConsoleError, match="ended unexpectedly"):
        runtime.run(lab.scenarios(), 20)
    wait_until(lambda: restarts)
    assert [one.seed for one in restarts] == [2]
    assert trouble == ["The lab ended unexpectedly: exit code -9. It is being started again."]
    assert runtime.run(lab.start(), 20).seed == 2
    runtime.run(lab.stop(), 20)


def test_a_crash_soon_after_the_start_is_not_repeated_for_ever(tmp_path: Path, runtime: Runtime, play: Play) -> None:
    play("tell(ready=READY); os.kill(os.getpid(), 9)")
    trouble: list[str] = []
    lab = LabProcess(_start(tmp_path), on_trouble=trouble.append)
    runtime.run(lab.start(), 20)
    wait_until(lambda: trouble)
    assert trouble == ["The lab ended unexpectedly: exit code -9. Start it again on the Lab page."]
    assert lab.running is None
    runtime.run(lab.stop(), 20)


def test_stopping_while_it_starts_tells_whoever_waits(tmp_path: Path, runtime: Runtime, play: Play) -> None:
    play("sys.stdin.read()")
    lab = LabProcess(_start(tmp_path))
    waiting = runtime.submit(lab.start())
    wait_until(lambda: lab.pid is not None)
    runtime.run(lab.stop(), 20)
    with pytest.raises(Cancelled, match="The lab was stopped"):
        waiting.result(20)


def test_stop_without_a_start_does_nothing(tmp_path: Path, runtime: Runtime) -> None:
    runtime.run(LabProcess(_start(tmp_path)).stop(), 20)


def test_the_command_line_says_all_that_was_chosen(tmp_path: Path) -> None:
    start = LabStart(tmp_path / "a b", tmp_path / "c", 3, 2.5, 4, 50, 2, ("kafka-lag", "router-skew"), 1.0)
    arguments = start.arguments()
    assert arguments[:3] == ("lab", "--headless", "--control")
    told = dict(zip(arguments[3::2], arguments[4::2], strict=True))
    assert told["--base"] == str(tmp_path / "a b")
    assert (told["--seed"], told["--speed"], told["--pods"], told["--history-days"]) == ("3", "2.5", "50", "1.0")
    assert [arguments[at + 1] for at, one in enumerate(arguments) if one == "--scenario"] == [
        "kafka-lag",
        "router-skew",
    ]
