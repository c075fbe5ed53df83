"""Worker processes: bounded, cancelled at once, told in sentences, and gone with the runtime."""

import asyncio
import os
import threading

import psutil
import pytest

from console.kernel.errors import ConsoleError
from console.kernel.runtime import Runtime
from console.kernel.worker_pool import worker_count
from tests.fakes import worked
from tests.fakes.waiting import wait_until


def _is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_work_runs_in_another_process_which_is_used_again(runtime: Runtime) -> None:
    first = runtime.run(runtime.in_process(worked.pid))
    assert first != os.getpid()
    assert runtime.run(runtime.in_process(worked.pid)) == first
    assert runtime.run(runtime.in_process(worked.summed, [1.5, 2.5], 3)) == 12.0


def test_no_more_workers_than_cores_run_at_once(runtime: Runtime) -> None:
    async def many() -> list[int]:
        return list(await asyncio.gather(*(runtime.in_process(worked.pid) for _ in range(12))))

    assert len(set(runtime.run(many()))) <= worker_count()


def test_a_worker_has_one_numeric_thread_and_no_secrets(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_TOKEN", "hush")
    found = runtime.run(runtime.in_process(worked.environment))
    assert found["OMP_NUM_THREADS"] == found["OPENBLAS_NUM_THREADS"] == "1"
    assert "SOME_TOKEN" not in found


def test_what_a_library_prints_does_not_disturb_the_answer(runtime: Runtime) -> None:
    assert runtime.run(runtime.in_process(worked.loud)) == "heard"


def test_what_is_let_go_of_is_freed_when_the_answer_is_out(runtime: Runtime) -> None:
    assert runtime.run(runtime.in_process(worked.lets_go)) == [True]  # while it works, it is held
    assert runtime.run(runtime.in_process(worked.lets_go)) == [False, True]


def test_cycles_are_looked_for_when_the_answer_is_out(runtime: Runtime) -> None:
    first = runtime.run(runtime.in_process(worked.cycles_left))
    assert first.while_asked == 0
    second = runtime.run(runtime.in_process(worked.cycles_left))
    assert second.while_asked == 0
    assert second.before > first.before, "between the two"


def test_elsewhere_it_is_freed_at_once() -> None:
    assert worked.lets_go()[-1] is False


def test_errors_come_back_as_sentences_and_faults_as_what_they_are(runtime: Runtime) -> None:
    with pytest.raises(ConsoleError, match=r"The lake is dry\. Wait for rain\."):
        runtime.run(runtime.in_process(worked.dry))
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        runtime.run(runtime.in_process(worked.faulty))
    assert runtime.run(runtime.in_process(worked.summed, [1.0], 1)) == 1.0


def test_a_worker_that_dies_is_told_and_replaced(runtime: Runtime) -> None:
    with pytest.raises(ConsoleError, match="ended in the middle"):
        runtime.run(runtime.in_process(worked.dies))
    assert runtime.run(runtime.in_process(worked.summed, [2.0], 1)) == 2.0


def test_a_worker_that_died_while_idle_is_not_used_again(runtime: Runtime) -> None:
    pid = runtime.run(runtime.in_process(worked.pid))
    psutil.Process(pid).kill()
    wait_until(lambda: not psutil.pid_exists(pid))
    assert runtime.run(runtime.in_process(worked.pid)) != pid


def test_cancelling_ends_the_worker_at_once(runtime: Runtime) -> None:
    pid = runtime.run(runtime.in_process(worked.pid))
    scope = runtime.scope("long calculation")
    future = scope.start(runtime.in_process(worked.endless))
    wait_until(lambda: psutil.Process(pid).cpu_percent(0.02) > 20)
    scope.cancel()
    wait_until(lambda: _is_gone(pid))
    assert future.cancelled()
    assert runtime.run(runtime.in_process(worked.pid)) != pid


def test_idle_workers_end(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.kernel.worker_pool.IDLE_S", 0.05)
    pid = runtime.run(runtime.in_process(worked.pid))
    wait_until(lambda: _is_gone(pid))
    assert runtime.run(runtime.in_process(worked.pid)) != pid


def test_closing_ends_workers_also_in_the_middle_of_work() -> None:
    runtime = Runtime()
    before = {one.pid for one in psutil.Process().children()}
    threads = set(threading.enumerate())
    resting = runtime.run(runtime.in_process(worked.pid))
    busy = runtime.scope("busy")
    busy.start(runtime.in_process(worked.endless))
    busy.start(runtime.in_process(worked.endless))
    wait_until(lambda: psutil.Process(resting).cpu_percent(0.02) > 20)
    runtime.close()
    assert {one.pid for one in psutil.Process().children()} <= before
    wait_until(lambda: set(threading.enumerate()) <= threads)  # asyncio waits for a worker in one


def test_a_worker_ends_when_the_program_is_killed(runtime: Runtime) -> None:
    """Its input ends with the program, however that goes."""
    pid = runtime.run(runtime.in_process(worked.pid))
    runtime.run(worked.close_input(runtime))
    wait_until(lambda: _is_gone(pid))
