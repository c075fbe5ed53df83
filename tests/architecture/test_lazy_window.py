"""The first painted window loads little, and nothing heavy. (proves the start-up row of the quality bar)"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from console.kernel.paths import Paths
from console.presenters.overview_view import overview_view
from console.services.last_sight import LastSight, estate_mark
from console.settings.recent import remember_estate
from tests.fakes.small_estate import state, workload

HEAVY = (
    *("pydantic", "yaml", "msgspec", "sqlite3", "asyncio", "concurrent.futures", "ssl", "click", "importlib.resources"),
    *(
        "numpy",
        "pyqtgraph",
        "kubernetes",
        "httpx",
        "aiohttp",
        "keyring",
        "requests",
        "pandas",
        "connectors",
        "platformdirs",
    ),
    *("console.estate", "console.store.history", "console.services.lab_process", "console.presenters.cell_board"),
    *(
        "views.cells.cell_page",
        "views.resources",
        "views.lab",
        "views.settings",
        "views.shell.palette",
        "views.shell.drawer",
    ),
    *("PySide6.QtWidgets.QWizard", "PySide6.QtWidgets.QStyle"),  # classes that PySide6 makes when they are asked for
)
MOST_MODULES = 141
"""Of our own. Every one costs a good half millisecond before the first paint: think before you raise it."""
_START = """
import json, sys
PLANTED
import PySide6.QtWidgets
import views.app
from console.__main__ import main
tell = views.app._tell_start
def tell_modules(window, done):
    made = [f"PySide6.QtWidgets.{name}" for name in vars(PySide6.QtWidgets)]
    print("LOADED", json.dumps(sorted([*sys.modules, *made])), flush=True)
    tell(window, done)
views.app._tell_start = tell_modules
sys.exit(main(["--profile-startup"]))
"""


def _start(root: Path, folder: Path, *, remembered: bool, planted: str = "") -> tuple[set[str], str]:
    app = "cell-console"
    paths = Paths(folder / "config" / app, folder / "data" / app, folder / "cache" / app, folder / "state" / app)
    file = folder / "shop.yaml"
    file.write_text("name: shop\n")
    remember_estate(paths, file)
    view = overview_view(state(workloads=(workload("tokyo", "web"),)))
    assert view is not None
    if remembered:
        LastSight(paths.state / "last-view.json").keep(file, estate_mark(file), view)
    homes = {f"XDG_{name.upper()}_HOME": str(folder / name) for name in ("config", "data", "cache", "state")}
    result = subprocess.run(
        [sys.executable, "-c", _START.replace("PLANTED", planted)],
        cwd=root,
        env=os.environ | homes | {"LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    lines = result.stdout.splitlines()
    loaded = next(line for line in lines if line.startswith("LOADED ")).removeprefix("LOADED ")
    return set(json.loads(loaded)), next(line for line in lines if line.startswith("first-paint-at "))


@pytest.mark.skipif(sys.platform != "linux", reason="the profile is made by the XDG variables of Linux")
def test_the_first_window_shows_last_known_cells_and_has_loaded_nothing_heavy(root_dir: Path, tmp_path: Path) -> None:
    loaded, told = _start(root_dir, tmp_path, remembered=True)
    assert told.endswith(" lines 2")
    assert _heavy(loaded) == set()
    own = _own(loaded)
    assert len(own) <= MOST_MODULES, "\n".join(sorted(own))


def _heavy(loaded: set[str]) -> set[str]:
    return {name for name in HEAVY if name in loaded}


def _own(loaded: set[str]) -> set[str]:
    return {name for name in loaded if name.partition(".")[0] in {"console", "views", "resources"}}


@pytest.mark.skipif(sys.platform != "linux", reason="the profile is made by the XDG variables of Linux")
def test_what_is_loaded_too_early_would_be_seen(root_dir: Path, tmp_path: Path) -> None:
    loaded, _told = _start(
        root_dir,
        tmp_path,
        remembered=True,
        planted="import sqlite3, views.slo.slos_page, PySide6.QtWidgets\nPySide6.QtWidgets.QWizard",
    )
    assert {"sqlite3", "PySide6.QtWidgets.QWizard"} <= _heavy(loaded)
    assert len(_own(loaded)) > MOST_MODULES


@pytest.mark.skipif(sys.platform != "linux", reason="the profile is made by the XDG variables of Linux")
def test_without_a_last_view_the_window_opens_without_cells(root_dir: Path, tmp_path: Path) -> None:
    _loaded, told = _start(root_dir, tmp_path, remembered=False)
    assert told.endswith(" lines 0")
