"""Processes that went on without their console are known by the folder of their run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from console.runbooks.left_process import left_processes
from console.runbooks.script_environment import script_environment

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")


def test_only_what_scripts_of_this_very_run_began_and_only_as_long_as_it_runs(tmp_path: Path) -> None:
    mine, other = tmp_path / "run-1", tmp_path / "run-10"
    made = {one: script_environment((), {}, {}, one / "exports-1") for one in (mine, other)}
    child = subprocess.Popen(["sleep", "60"], env=made[mine])
    try:
        assert left_processes(mine) == (child.pid,)
        assert left_processes(other) == ()
        assert os.getpid() not in left_processes(tmp_path)
    finally:
        child.kill()
        child.wait(10)
    assert left_processes(mine) == ()
