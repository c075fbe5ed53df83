"""The watchers fail tests that leave threads, processes, Qt timers or scopes behind. (architecture §8)"""

from pathlib import Path

import pytest

PLUGINS = ("-p", "tests.plugins.leftovers", "-p", "no:cacheprovider", "-p", "no:randomly")


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, root_dir: Path):
    """Run a test file in a fresh interpreter under the watchers."""
    monkeypatch.setenv("PYTHONPATH", str(root_dir))

    def _run(source: str) -> pytest.RunResult:
        pytester.makeini("[pytest]\nleftover_grace_s = 0.6")
        pytester.makepyfile(source)
        return pytester.runpytest_subprocess(*PLUGINS, "-rA")

    return _run


def test_a_test_that_leaves_a_thread_or_a_process_fails_with_its_name(run) -> None:
    result = run(
        """
        import subprocess, sys, threading

        def test_thread():
            threading.Thread(target=threading.Event().wait, name="forgotten-reader", daemon=True).start()

        def test_process():
            subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)  # forgotten-child"])

        def test_tidy():
            thread = threading.Thread(target=lambda: None)
            thread.start()
            thread.join()
            subprocess.run([sys.executable, "-c", "pass"], check=True)
        """
    )
    result.assert_outcomes(passed=3, errors=2)
    result.stdout.fnmatch_lines(["*test_thread left behind: thread 'forgotten-reader'"])
    result.stdout.fnmatch_lines(["*test_process left behind: process * forgotten-child"])


def test_a_thread_that_ends_by_itself_soon_is_no_leftover(run) -> None:
    result = run(
        """
        import threading

        def test_brief():
            threading.Thread(target=threading.Event().wait, args=(0.3,)).start()
        """
    )
    result.assert_outcomes(passed=1)


def test_what_a_module_fixture_started_belongs_to_it_and_must_be_gone_when_it_has_ended(run) -> None:
    result = run(
        """
        import threading
        import pytest

        def _thread(name):
            stop = threading.Event()
            thread = threading.Thread(target=stop.wait, name=name, daemon=True)
            thread.start()
            return stop, thread

        @pytest.fixture(scope="module")
        def server():
            stop, thread = _thread("server")
            yield
            stop.set()
            thread.join()

        @pytest.fixture(scope="class")
        def careless():
            _thread("forgotten-server")
            yield

        class TestCareless:
            def test_one(self, careless):
                pass

            def test_last(self, careless):
                pass

        def test_one(server):
            pass

        def test_two(server):
            pass
        """
    )
    result.assert_outcomes(passed=4, errors=1)
    result.stdout.fnmatch_lines(["*TestCareless::test_last left behind: thread 'forgotten-server'"])


def test_a_pool_of_the_module_may_grow_while_a_pool_of_the_test_is_a_leftover(run) -> None:
    result = run(
        """
        import threading
        from concurrent.futures import ThreadPoolExecutor
        import pytest

        @pytest.fixture(scope="module")
        def pool():
            with ThreadPoolExecutor(4) as pool:
                pool.submit(int).result()
                yield pool

        def test_grows(pool):
            meet = threading.Barrier(3)
            [one.result() for one in [pool.submit(meet.wait) for _ in range(3)]]
            assert threading.active_count() > 3

        def test_own():
            kept.append(ThreadPoolExecutor(1, thread_name_prefix="forgotten"))
            kept[0].submit(int).result()

        kept = []
        """
    )
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*test_own left behind: thread 'forgotten_0'"])


def test_an_open_scope_of_the_runtime_fails_the_test_with_the_scope_name(run) -> None:
    result = run(
        """
        from console.kernel.runtime import Runtime

        runtime = Runtime()

        def test_forgotten():
            runtime.scope("page:overview")

        def test_of_its_own_runtime():
            Runtime().scope("run:second")

        def test_cancelled():
            runtime.scope("page:cell").cancel()
        """
    )
    result.assert_outcomes(passed=3, errors=2)
    result.stdout.fnmatch_lines(["*left behind: open scope 'page:overview'"])
    result.stdout.fnmatch_lines(["*left behind: open scope 'run:second'"])


def test_a_running_qt_timer_fails_the_test_and_a_timer_that_died_with_its_window_does_not(run) -> None:
    result = run(
        """
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication, QWidget

        application = QApplication.instance() or QApplication([])
        kept = []

        def test_orphan():
            timer = QTimer()
            timer.setObjectName("poll")
            timer.start(250)
            kept.append(timer)

        def test_of_a_window_that_stays():
            window = QWidget(objectName="main")
            timer = QTimer(window)
            timer.start(333)
            kept.append(window)

        def test_window_goes():
            window = QWidget()
            timer = QTimer(window)
            timer.start(100)
            window.deleteLater()

        def test_stopped():
            timer = QTimer()
            timer.start(10)
            timer.stop()
            kept.append(timer)
        """
    )
    result.assert_outcomes(passed=4, errors=2)
    result.stdout.fnmatch_lines(["*test_orphan left behind: timer poll (250 ms)"])
    result.stdout.fnmatch_lines(["*left behind: timer without a name (333 ms) of QWidget 'main'"])
