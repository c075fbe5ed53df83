"""Programs that were begun: none outlives who began it. Proves G1.5."""

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from console.audits.tools.tool_run import begin_tool, end_tools
from console.kernel.errors import ConnectorError
from tests.fakes.waiting import wait_until

_CHILD = """
import sys
from pathlib import Path
from console.audits.tools.tool_run import begin_tool
begin_tool("sleep", ["600"], Path("."))
print("begun", flush=True)
sys.stdin.read()
"""


def _sleepers(parent: int) -> list[psutil.Process]:
    return [one for one in psutil.Process(parent).children(recursive=True) if one.name() == "sleep"]


def test_a_program_whose_answer_nobody_takes_is_ended(tmp_path: Path) -> None:
    begin_tool("sleep", ["600"], tmp_path)
    wait_until(lambda: _sleepers(psutil.Process().pid), what="the program")
    end_tools()
    assert _sleepers(psutil.Process().pid) == []


def test_the_time_counts_from_the_start_and_nothing_is_left(tmp_path: Path) -> None:
    late = begin_tool("sleep", ["600"], tmp_path, most_s=0.0)
    with pytest.raises(ConnectorError, match="took longer"):
        late.answer()
    assert _sleepers(psutil.Process().pid) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a program that its parent has died")
def test_a_program_dies_with_a_worker_that_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path
    ) as worker:  # fmt: skip
        assert worker.stdout is not None
        worker.stdout.readline()
        wait_until(lambda: _sleepers(worker.pid), what="the program")
        (sleeper,) = _sleepers(worker.pid)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        wait_until(lambda: not sleeper.is_running() or sleeper.status() == psutil.STATUS_ZOMBIE, what="its end")
