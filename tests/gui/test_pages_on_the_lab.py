"""The pages over the running lab: real API, real Prometheus, real faults. Proves C5, C7, L1.1, L1.3, L2.1."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox
from pytestqt.qtbot import QtBot

from console.bootstrap import Profile, build_session
from console.estate.load import load_estate
from console.kernel.i18n import set_language
from console.kernel.paths import Paths
from console.services.session import Session
from console.settings.appearance import Appearance, Language, Theme
from console.settings.settings import Settings
from tests.fakes.lab import LabForTests
from tests.fakes.played_opener import PlayedOpener
from tests.fakes.reading import by_name, lines_of, sees
from views.app import make_application
from views.desktop import Desktop
from views.page import Destination
from views.window import Window

PATIENCE_MS = 30_000
SETTINGS = Settings(appearance=Appearance(theme=Theme.LIGHT, language=Language.ENGLISH))


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """One profile for all sessions of a test."""
    return Paths.under(tmp_path / "profile")


def _open(lab: LabForTests, paths: Paths) -> tuple[Session, Desktop, Window]:
    session = build_session(Profile(paths, SETTINGS))
    loaded = load_estate(lab.at.estate_file)
    session.open_estate(loaded.estate, loaded.file)
    desktop = Desktop(make_application(), session, SETTINGS, PlayedOpener(), lambda _settings: None)
    desktop.open_first()
    return session, desktop, desktop.windows[0]


@pytest.fixture
def window(lab: LabForTests, paths: Paths, qtbot: QtBot) -> Iterator[Window]:
    """The window on the running lab."""
    session, desktop, window = _open(lab, paths)
    with qtbot.waitExposed(window):
        window.activateWindow()
    yield window
    desktop.close()
    session.close()
    set_language("en")


def _lines(window: Window, name: str) -> list[list[str]]:
    view = by_name(window, name)
    assert isinstance(view, QAbstractItemView)
    return lines_of(view)


def _has(window: Window, name: str, *cells: str) -> bool:
    try:
        lines = _lines(window, name)
    except AssertionError:
        return False
    return any(all(cell in line for cell in cells) for line in lines)


def test_the_overview_shows_live_cells_of_a_real_prometheus_and_api(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(_lines(window, "Cells")) == 6, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: all(line[3].endswith("/s") for line in _lines(window, "Cells")), timeout=PATIENCE_MS)
    tokyo = next(line for line in _lines(window, "Cells") if line[0] == "Tokyo")
    assert tokyo[8].endswith("%")
    assert int(tokyo[11].split("/")[1]) > 10
    assert not sees(window, "Loading")


def test_resources_lead_from_the_kind_to_logs_yaml_and_events(window: Window, qtbot: QtBot) -> None:
    window.show_page(
        Destination("resources", connection="lab", kind="Deployment", group="apps", namespace="cell-tokyo")
    )
    qtbot.waitUntil(lambda: _has(window, "Deployment", "web"), timeout=PATIENCE_MS)
    table = by_name(window, "Deployment")
    assert isinstance(table, QAbstractItemView)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Home)
    QTest.keyClick(table, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: sees(window, "kind: Deployment", "namespace: cell-tokyo"), timeout=PATIENCE_MS)
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: _has(window, "Deployment", "web"), timeout=PATIENCE_MS)
    window.show_page(
        Destination(
            "resources",
            connection="lab",
            kind="Deployment",
            group="apps",
            namespace="cell-tokyo",
            name="web",
            view="logs",
        )
    )
    qtbot.waitUntil(lambda: sees(window, '"route":'), timeout=PATIENCE_MS)
    pod = by_name(window, "Pod")
    assert isinstance(pod, QComboBox)
    assert pod.currentText().startswith("web-")


def test_unplugging_prometheus_shows_stale_data_and_recovers_by_itself(
    window: Window, lab: LabForTests, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: all(line[3].endswith("/s") for line in _lines(window, "Cells")), timeout=PATIENCE_MS)
    lab.start_scenario("prometheus-down")
    try:
        qtbot.waitUntil(lambda: sees(window, "Stale", "Showing data from"), timeout=PATIENCE_MS)
        assert all(line[3].endswith("/s") for line in _lines(window, "Cells"))
    finally:
        lab.stop_scenario("prometheus-down")
    qtbot.waitUntil(lambda: not sees(window, "Stale"), timeout=2 * PATIENCE_MS)


def test_a_flapping_api_server_is_told_while_the_data_stays_and_is_forgotten_when_it_ends(
    window: Window, lab: LabForTests, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: all(line[3].endswith("/s") for line in _lines(window, "Cells")), timeout=PATIENCE_MS)
    lab.start_scenario("apiserver-flapping")
    try:
        window.show_page(Destination("connections", tab="connections", connection="lab"))
        qtbot.waitUntil(lambda: sees(window, "503"), timeout=2 * PATIENCE_MS)
    finally:
        lab.stop_scenario("apiserver-flapping")
    qtbot.waitUntil(lambda: not sees(window, "503"), timeout=2 * PATIENCE_MS)
    window.show_page(Destination("overview"))
    qtbot.waitUntil(lambda: all(line[3].endswith("/s") for line in _lines(window, "Cells")), timeout=PATIENCE_MS)


def test_without_a_network_the_next_window_opens_on_the_last_known_data(
    lab: LabForTests, paths: Paths, qtbot: QtBot, tmp_path: Path
) -> None:
    session, desktop, window = _open(lab, paths)
    qtbot.waitUntil(lambda: all(line[3].endswith("/s") for line in _lines(window, "Cells")), timeout=PATIENCE_MS)
    desktop.close()
    session.close()
    away = lab.at.estate_file.read_text()
    for url in (lab.at.prometheus_url, lab.at.alertmanager_url):
        away = away.replace(url or "never", "http://127.0.0.1:1")
    away = away.replace(str(lab.at.kubeconfig), str(tmp_path / "kubeconfig"))
    (tmp_path / "kubeconfig").write_text(
        lab.at.kubeconfig.read_text().replace(lab.at.kubernetes_url, "https://127.0.0.1:1")
    )
    unplugged = tmp_path / "estate.yaml"
    unplugged.write_text(away)
    session = build_session(Profile(paths, SETTINGS))
    loaded = load_estate(unplugged)
    session.open_estate(loaded.estate, loaded.file)
    desktop = Desktop(make_application(), session, SETTINGS, PlayedOpener(), lambda _settings: None)
    desktop.open_first()
    window = desktop.windows[0]
    assert len(_lines(window, "Cells")) == 6  # at once, before anything could have been tried
    assert all(line[3].endswith("/s") for line in _lines(window, "Cells"))
    qtbot.waitUntil(lambda: sees(window, "Stale", "refused the connection", "Showing data from"), timeout=PATIENCE_MS)
    assert all(line[3].endswith("/s") for line in _lines(window, "Cells"))
    desktop.close()
    session.close()
    set_language("en")
