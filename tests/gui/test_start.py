"""The first painted window: no heavy package, no stray window, last known data at once. (proves quality bar "start")"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.health import Health
from console.store.slices.estate import EstateOpened
from tests.fakes.reading import sees
from tests.fakes.sample_estate import sample_estate
from tests.gui.conftest import Stage
from views.app import follow_notes
from views.page import Destination
from views.registry import PAGES

HEAVY = ("pyqtgraph", "numpy", "kubernetes", "httpx", "pandas", "prometheus_api_client", "aiohttp", "keyring")
PROGRAM = """
import sys
from pathlib import Path
from console.kernel.clock import SystemClock
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.services.session import Session
from console.settings.settings import Settings
from tests.fakes.played_opener import PlayedOpener
from tests.fakes.sample_estate import sample_estate
from views.app import run

paths = Paths.under(Path(sys.argv[1]))
session = Session(runtime=Runtime(), clock=SystemClock(), paths=paths, history=None, connect=lambda _e, _f: {})
session.open_estate(sample_estate(), Path("/estates/shop.yaml"))
code = run(session, Settings(), PlayedOpener(), save=lambda _settings: None, profile_startup=True)
session.close()
print(code, [name for name in sys.argv[2:] if name in sys.modules])
"""


def test_the_first_paint_loads_no_heavy_package(root_dir: Path, tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path), *HEAVY],
        cwd=root_dir,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.stdout.splitlines()[-1] == "0 []", answer.stderr


def test_the_first_frame_shows_the_last_known_state(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage()
    now = stage.clock.now().timestamp()
    known = ConnectionStatus(
        "asia", "kubernetes", ConnectionState.IDLE, now, now - 7200, detail="v1.34", from_history=True
    )
    stage.session.store.dispatch(EstateOpened(sample_estate(), {"asia": known}))
    stage.desktop.open_first()
    assert sees(stage.window, "Shop, production", "Last known data, 2 h ago")


def test_what_was_wrong_with_the_settings_is_told_in_the_window_too(stage: Stage) -> None:
    """Started from a menu nobody sees standard error."""
    preferences, activity = stage.desktop.around.preferences, stage.desktop.around.activity
    notes: list[str] = []
    follow_notes(stage.desktop, notes)
    assert activity.entries == ()
    notes.append("The settings file was damaged and is now settings.json.damaged; defaults are used.")
    for _ in range(2):
        preferences.was_read.emit()
    assert [(one.health, one.text) for one in activity.entries] == [(Health.WARNING, notes[0])]


def test_no_page_flashes_up_a_window_of_its_own(stage: Stage) -> None:
    for kind in PAGES:
        stage.desktop.around.open_window(Destination(kind.key))
        stray = [
            f"{kind.key}: {type(one).__name__}"
            for one in QApplication.topLevelWidgets()
            if one.isVisible() and not isinstance(one, QMainWindow)
        ]
        assert stray == []
        stage.desktop.windows[-1].close()


@pytest.mark.parametrize("environment", ["production", "lab"])
def test_every_page_opens_and_goes_through_all_states_without_an_error(
    make_stage: Callable[..., Stage], environment: str, caplog: pytest.LogCaptureFixture
) -> None:
    stage = make_stage()
    stage.show()
    for kind in PAGES:
        stage.desktop.open_window(Destination(kind.key)).close()
    stage.open_estate(environment)
    for kind in PAGES:
        window = stage.desktop.open_window(Destination(kind.key))
        assert sees(window, "Shop, production")
        window.close()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
