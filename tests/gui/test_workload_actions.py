"""Scaling and restarting from the Resources page against a real API server; what RBAC refuses is told. (proves C3)"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from console.bootstrap import Profile, build_session
from console.domain.change import ChangeState
from console.estate.load import load_estate
from console.kernel.i18n import set_language
from console.kernel.paths import Paths
from console.lab.servers.kubernetes.server import KubernetesServer
from console.services import change_service
from console.services.session import Session
from console.settings.appearance import Appearance, Language, Theme
from console.settings.settings import Settings
from tests.fakes.kube_setup import kubeconfig
from tests.fakes.kubernetes_cluster import NAMESPACE, USERS, FakeBackend, bind_viewer, small_store
from tests.fakes.played_opener import PlayedOpener
from tests.fakes.reading import by_name, sees, spoken_name, top_window
from views.app import make_application
from views.desktop import Desktop
from views.page import Destination
from views.window import Window

PATIENCE_MS = 30_000
SETTINGS = Settings(appearance=Appearance(theme=Theme.LIGHT, language=Language.ENGLISH))
ESTATE = "name: shop\nenvironment: staging\nclusters: [{key: main, kubeconfig: kubeconfig}]\n"
Shown = Callable[[str], tuple[Window, Session]]


@pytest.fixture
def shown(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shown]:
    """Show a Deployment as a user of the cluster sees it."""
    monkeypatch.setattr(change_service, "GRACE_S", 0.1)
    session = build_session(Profile(Paths.under(tmp_path / "profile"), SETTINGS))
    store = small_store()
    bind_viewer(store, {"apiGroups": ["", "apps"], "resources": ["*"], "verbs": ["get", "list", "watch"]})
    server = KubernetesServer(store, USERS, backend=FakeBackend())
    url = session.runtime.run(server.start())
    desktops: list[Desktop] = []

    def show(token: str) -> tuple[Window, Session]:
        (tmp_path / "kubeconfig").write_text(kubeconfig(url, user={"token": token}))
        (tmp_path / "estate.yaml").write_text(ESTATE)
        loaded = load_estate(tmp_path / "estate.yaml")
        session.open_estate(loaded.estate, loaded.file)
        session.wait_connected()
        desktops.append(Desktop(make_application(), session, SETTINGS, PlayedOpener(), lambda _settings: None))
        desktops[0].open_first()
        window = desktops[0].windows[0]
        where = {"connection": "main", "namespace": NAMESPACE, "kind": "Deployment", "group": "apps", "name": "web"}
        window.show_page(Destination("resources", **where))
        qtbot.waitUntil(lambda: sees(window, "Restart …"), timeout=PATIENCE_MS)
        return window, session

    yield show
    for desktop in desktops:
        desktop.close()
    session.close_estate()
    session.runtime.run(server.stop())
    session.close()
    set_language("en")


def test_a_workload_is_scaled_from_its_page_once_its_cluster_is_unlocked(shown: Shown, qtbot: QtBot) -> None:
    window, session = shown("admin-token")
    scale = by_name(window, "Scale …", QPushButton)
    assert not scale.isEnabled()
    assert sees(window, "Locked (read-only): unlock main in the header.")
    session.runtime.run(session.changes.service.access.unlock("main", 600.0, "a test"), 10)
    qtbot.waitUntil(scale.isEnabled)
    replicas = by_name(window, "Replicas", QSpinBox)
    was = replicas.value()
    assert was > 0
    replicas.setValue(was + 1)
    QTest.mouseClick(scale, Qt.MouseButton.LeftButton)
    dialog = top_window(QDialog)
    qtbot.waitUntil(lambda: sees(dialog, "/spec/replicas", str(was), str(was + 1), "dry run"), timeout=PATIENCE_MS)
    QTest.mouseClick(by_name(dialog, "Apply", QPushButton), Qt.MouseButton.LeftButton)
    begun = {ChangeState.APPLIED, ChangeState.VERIFIED}
    qtbot.waitUntil(
        lambda: any(one.state in begun for one in session.store.state.changes.values()), timeout=PATIENCE_MS
    )
    dialog.close()
    qtbot.waitUntil(lambda: sees(window, f"Replicas wanted\n{was + 1}"), timeout=PATIENCE_MS)  # read anew by itself


def test_what_the_cluster_does_not_allow_is_disabled_with_its_reason(shown: Shown, qtbot: QtBot) -> None:
    window, session = shown("viewer-token")
    session.runtime.run(session.changes.service.access.unlock("main", 600.0, "a test"), 10)
    qtbot.waitUntil(lambda: sees(window, "You may not change Deployment"), timeout=PATIENCE_MS)
    assert not by_name(window, "Scale …", QPushButton).isEnabled()
    assert not by_name(window, "Restart …", QPushButton).isEnabled()
    assert "You may not change Deployment" in by_name(window, "Restart …", QPushButton).toolTip()


def test_e_on_a_workload_goes_to_what_can_be_changed_of_it(shown: Shown, qtbot: QtBot) -> None:
    window, session = shown("admin-token")
    session.runtime.run(session.changes.service.access.unlock("main", 600.0, "a test"), 10)
    for kind, group, is_steered in (("Deployment", "apps", True), ("Pod", "", False)):
        window.show_page(Destination("resources", connection="main", namespace=NAMESPACE, kind=kind, group=group))
        qtbot.waitUntil(lambda kind=kind: spoken_name(window.focusWidget()) == kind, timeout=PATIENCE_MS)  # type: ignore[misc]
        qtbot.waitUntil(lambda: window.focusWidget().model().rowCount() > 0, timeout=PATIENCE_MS)
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Home)
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_E)
        wanted = "Replicas" if is_steered else kind
        qtbot.waitUntil(lambda wanted=wanted: spoken_name(window.focusWidget()) == wanted, timeout=PATIENCE_MS)  # type: ignore[misc]
