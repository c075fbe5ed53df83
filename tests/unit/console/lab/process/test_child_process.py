"""A child of the lab ends when told, when its parent is killed, and tells its last words."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from console.kernel.errors import ConsoleError
from console.lab.process.child_process import ChildProcess, guarded
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.anyio
SLEEPER = (sys.executable, "-c", "import signal; print('here', flush=True); signal.pause()")
_PARENT = """
import subprocess, sys
sys.path.insert(0, {root!r})
from console.lab.process.child_process import guarded
child = subprocess.Popen(guarded({command!r}))
print(child.pid, flush=True)
child.wait()
"""


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def test_it_starts_and_ends_when_told(tmp_path: Path) -> None:
    child = ChildProcess("Sleeper", SLEEPER, tmp_path / "log")
    await child.stop()
    await child.start()
    await child.start()
    pid = child.pid
    assert child.running
    assert pid is not None
    wait_until(lambda: child.last_words() == "here")
    await child.stop()
    assert not child.running
    assert child.pid is None
    assert not _lives(pid)


async def test_one_that_ignores_the_request_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.lab.process.child_process._STOP_S", 0.2)
    code = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); signal.pause()"
    child = ChildProcess("Deaf", (sys.executable, "-c", code), tmp_path / "log")
    await child.start()
    wait_until(lambda: child.last_words() == "deaf")
    await child.stop()
    assert not child.running


async def test_its_last_words_are_kept_without_secrets(tmp_path: Path) -> None:
    code = "print('first'); print('cannot bind, Authorization: Bearer abcdefghij')"
    child = ChildProcess("Speaker", (sys.executable, "-c", code), tmp_path / "log")
    assert child.last_words() == ""
    await child.start()
    wait_until(lambda: child.last_words().startswith("cannot bind"))
    await child.stop()
    assert "abcdefghij" not in child.last_words()


async def test_what_cannot_be_started_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "absent"))
    with pytest.raises(ConsoleError, match=r"Ghost cannot be started: No such file"):
        await ChildProcess("Ghost", ("x",), tmp_path / "log").start()


def test_a_killed_parent_takes_its_child_along(root_dir: Path) -> None:
    script = _PARENT.format(root=str(root_dir), command=SLEEPER)
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert parent.stdout.readline().strip() == "here"
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_until(lambda: not _lives(pid), 5, "the child's end")


def test_a_parent_that_is_gone_already_gets_no_child() -> None:
    command = list(guarded((sys.executable, "-c", "print('alive')")))
    assert command[4] == str(os.getpid())
    command[4] = "1"  # somebody else's parent: as if ours had died before the guard looked
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 1
    assert done.stdout == ""


def test_where_the_kernel_does_not_help_the_guard_watches_the_parent_itself() -> None:
    """The branch of other systems, run here: the guard stays, passes signals on and ends with its parent."""
    watch = (
        f"import runpy, os, sys; guard = runpy.run_path({guarded(())[3]!r});"
        f"sys.exit(guard['_watch'](os.getppid(), {list(SLEEPER)!r}))"
    )
    keep = (
        f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {watch!r}]);"
        "print(child.pid, flush=True); child.wait()"
    )
    parent = subprocess.Popen([sys.executable, "-c", keep], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    watcher = int(parent.stdout.readline())
    assert parent.stdout.readline().strip() == "here"
    (child,) = psutil.Process(watcher).children()
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    wait_until(lambda: not _lives(child.pid), 5, "the child's end")
    wait_until(lambda: not _lives(watcher), 5, "the watcher's end")
