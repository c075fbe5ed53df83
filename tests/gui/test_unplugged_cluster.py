"""An API server that goes away: its last known objects stay with their age, and it is taken up again. Proves C5."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.qtbot import QtBot

from console.bootstrap import Profile, build_session
from console.estate.load import load_estate
from console.kernel.i18n import set_language
from console.kernel.paths import Paths
from console.lab.servers.kubernetes.server import KubernetesServer
from console.services.session import Session
from console.settings.appearance import Appearance, Language, Theme
from console.settings.settings import Settings
from tests.fakes.kube_setup import kubeconfig
from tests.fakes.kubernetes_cluster import NAMESPACE, USERS, FakeBackend, small_store
from tests.fakes.played_opener import PlayedOpener
from tests.fakes.reading import by_name, lines_of, sees
from views.app import make_application
from views.desktop import Desktop
from views.page import Destination

PATIENCE_MS = 30_000
SETTINGS = Settings(appearance=Appearance(theme=Theme.LIGHT, language=Language.ENGLISH))
ESTATE = f"""
name: shop
clusters: [{{key: main, kubeconfig: kubeconfig}}]
cells:
  - key: tokyo
    kind: regional
    cluster: main
    selectors: {{namespaces: [{NAMESPACE}]}}
    services: [{{name: web, layer: presentation}}]
"""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A session of the real program on a profile of its own."""
    session = build_session(Profile(Paths.under(tmp_path / "profile"), SETTINGS))
    yield session
    session.close()
    set_language("en")


def test_unplugging_the_api_server_shows_stale_objects_and_recovers_by_itself(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    server = KubernetesServer(small_store(), USERS, backend=FakeBackend())
    url = session.runtime.run(server.start())
    admin = next(token for token, user in USERS.items() if user.name == "admin")
    (tmp_path / "kubeconfig").write_text(kubeconfig(url, user={"token": admin}))
    (tmp_path / "estate.yaml").write_text(ESTATE)
    loaded = load_estate(tmp_path / "estate.yaml")
    session.open_estate(loaded.estate, loaded.file)
    desktop = Desktop(make_application(), session, SETTINGS, PlayedOpener(), lambda _settings: None)
    desktop.open_first()
    window = desktop.windows[0]
    window.show_page(Destination("cell", cell="tokyo"))

    def services() -> dict[str, str]:
        view = by_name(window, "Services and data stores")
        assert isinstance(view, QAbstractItemView)
        return {line[0]: line[2] for line in lines_of(view)}

    try:
        qtbot.waitUntil(lambda: "/" in services().get("web", ""), timeout=PATIENCE_MS)
        ready = services()["web"]
        session.runtime.run(server.go_offline())
        qtbot.waitUntil(
            lambda: sees(window, "Stale", "refused the connection", "Showing data from"), timeout=PATIENCE_MS
        )
        assert services()["web"] == ready
        assert sees(window, "1 failed")
        session.runtime.run(server.go_online())
        qtbot.waitUntil(lambda: sees(window, "1 live") and not sees(window, "Stale"), timeout=PATIENCE_MS)
    finally:
        desktop.close()
        session.runtime.run(server.stop())
