"""Threads, loops, pools, Qt's traps and sleeping tests: banned, and the ban works."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_tree import SourceFile, product_files, python_files

BANNED = {
    "from threading import Thread\nThread(target=print).start()": "console/services/x.py",
    "import threading\nthreading.Timer(1, print).start()": "console/lab/x.py",
    "from concurrent.futures import ThreadPoolExecutor\nThreadPoolExecutor(2)": "connectors/x.py",
    "import concurrent.futures\nconcurrent.futures.ProcessPoolExecutor()": "views/x.py",
    "import multiprocessing\nmultiprocessing.Process(target=print)": "console/audits/x.py",
    "import asyncio\nasyncio.run(main())": "console/cli/x.py",
    "import asyncio\nasyncio.new_event_loop()": "connectors/x.py",
    "async def f():\n    import asyncio\n    await asyncio.wait_for(g(), 1)": "connectors/x.py",
    "async def f():\n    import asyncio\n    await asyncio.to_thread(print)": "connectors/x.py",
    "import importlib\nimportlib.import_module('json')": "console/services/x.py",
    "import time\ntime.sleep(1)": "console/lab/x.py",
    "from PySide6.QtCore import QThread\nQThread()": "views/x.py",
    "from PySide6.QtCore import QTimer\nQTimer.singleShot(0, print)": "views/x.py",
    "from PySide6 import QtWidgets\nQtWidgets.QMessageBox.warning(None, '', '')": "views/pages/x.py",
    "from PySide6.QtWidgets import QApplication\nQApplication.processEvents()": "views/x.py",
}

# No tests: benchmarks measure over a time, and pictures are taken when a window has come to rest.
SCRIPTS = ("tests/benchmarks/", "tests/screenshots")


def _ruff_finds(root: Path, source: str, name: str) -> bool:
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID251", "--stdin-filename", name, "-"]
    result = subprocess.run(command, cwd=root, input=source, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode in (0, 1), result.stderr
    return "TID251" in result.stdout


@pytest.mark.parametrize("source", BANNED)
def test_what_only_the_kernel_or_nobody_may_do_is_refused(source: str, root_dir: Path) -> None:
    assert _ruff_finds(root_dir, source, BANNED[source])


def test_the_kernel_and_the_dialogs_may_do_what_they_exist_for(root_dir: Path) -> None:
    assert not _ruff_finds(root_dir, "import asyncio\nasyncio.new_event_loop()", "console/kernel/runtime.py")
    assert not _ruff_finds(root_dir, "from PySide6.QtWidgets import QMessageBox", "views/dialogs/question.py")
    assert _ruff_finds(root_dir, "from PySide6.QtWidgets import QMessageBox", "views/pages/overview.py")


def test_nobody_silences_the_ban(root_dir: Path) -> None:
    silenced = [file.name for file in product_files(root_dir) if "TID251" in file.text]
    assert silenced == []


def reentrant_calls(file: SourceFile) -> list[str]:
    """Calls on an instance, which ruff cannot resolve."""
    return [
        f"{file.name}:{node.lineno} {node.func.attr}"
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("processEvents", "singleShot")
    ]


def test_no_view_re_enters_the_event_loop_or_leaves_an_ownerless_timer(root_dir: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("app.processEvents()\ntimer.singleShot(0, f)\ntimer.setSingleShot(True)\n")
    assert reentrant_calls(SourceFile(tmp_path, bad)) == ["bad.py:1 processEvents", "bad.py:2 singleShot"]
    assert [call for file in product_files(root_dir) for call in reentrant_calls(file)] == []


def hasty_gathers(file: SourceFile) -> list[str]:
    """Calls of ``asyncio.gather`` and ``TaskGroup`` that raise a failure: it may come in place of a cancellation."""
    return [
        f"{file.name}:{node.lineno}"
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"asyncio.gather", "asyncio.TaskGroup"}
        and "return_exceptions" not in {one.arg for one in node.keywords}
    ]


def test_only_the_kernel_gathers_what_may_fail(root_dir: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("asyncio.gather(*works)\nasyncio.gather(*works, return_exceptions=True)\nasyncio.TaskGroup()\n")
    assert hasty_gathers(SourceFile(tmp_path, bad)) == ["bad.py:1", "bad.py:3"]
    found = [place for file in product_files(root_dir) for place in hasty_gathers(file)]
    may = (
        "console/kernel/gathered.py:",
        "console/lab/servers/kubernetes/port_",
    )  # tunnels end then
    assert [place for place in found if not place.startswith(may)] == []


def sleeps(file: SourceFile) -> list[str]:
    """Places that sleep a fixed time: ``time.sleep`` under any name, and ``qWait``."""
    aliases = {"qWait"}
    found = []
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            aliases |= {name.asname or name.name for name in node.names if name.name == "sleep"}
    for node in ast.walk(file.tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called in ("time.sleep", "QTest.qWait", "QtTest.QTest.qWait", "qtbot.wait") or called in aliases:
            found.append(f"{file.name}:{node.lineno} {called}")
    return found


def test_no_test_sleeps_a_fixed_time(root_dir: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("import time\nfrom time import sleep as nap\ntime.sleep(1)\nnap(1)\nqtbot.wait(5)\nevent.wait(5)\n")
    assert [line.split()[0] for line in sleeps(SourceFile(tmp_path, bad))] == ["bad.py:3", "bad.py:4", "bad.py:5"]
    found = [place for file in python_files(root_dir, "tests") for place in sleeps(file)]
    found = [place for place in found if not place.startswith(SCRIPTS)]
    assert not found, "\n".join(found)
