"""Bad input: each gets one sentence that says what is wrong and what to do; the rest of the window goes on.

Proves issue 2 "Bad input": wrong estate, unreachable cluster, expired token, forbidden namespace, self-signed
certificate, kubeconfig with a missing exec plugin.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.qtbot import QtBot

from console.bootstrap import Profile, build_session
from console.estate.load import load_estate
from console.kernel.i18n import set_language
from console.kernel.paths import Paths
from console.settings.appearance import Appearance, Language, Theme
from console.settings.settings import Settings
from tests.fakes.lab import LabForTests
from tests.fakes.played_opener import PlayedOpener
from tests.fakes.reading import by_name, lines_of, sees
from views.app import make_application
from views.desktop import Desktop
from views.page import Destination
from views.window import Window

PATIENCE_MS = 40_000
SETTINGS = Settings(appearance=Appearance(theme=Theme.LIGHT, language=Language.ENGLISH))
Spoil = Callable[[dict[str, Any]], None]


def _unreachable(config: dict[str, Any]) -> None:
    config["clusters"][0]["cluster"]["server"] = "https://127.0.0.1:1"


def _expired(config: dict[str, Any]) -> None:
    config["users"][0]["user"] = {"token": "long-since-expired"}


def _self_signed(config: dict[str, Any]) -> None:
    config["clusters"][0]["cluster"].pop("certificate-authority-data", None)
    config["clusters"][0]["cluster"].pop("certificate-authority", None)


def _missing_plugin(config: dict[str, Any]) -> None:
    plugin = {
        "apiVersion": "client.authentication.k8s.io/v1",
        "command": "no-such-cloud-login",
        "interactiveMode": "Never",
    }
    config["users"][0]["user"] = {"exec": plugin | {"installHint": "Install it from your cloud's tools."}}


def _forbidden(config: dict[str, Any]) -> None:
    """The lab's viewer may read some namespaces only."""
    config["current-context"] = "viewer"
    config["contexts"] = [one for one in config["contexts"] if one["name"] == "viewer"]


@pytest.fixture
def open_beside_the_lab(lab: LabForTests, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[Spoil], Window]]:
    """Open the lab's estate with a second, spoilt connection to its cluster, called ``bad``."""
    closing: list[Callable[[], None]] = []

    def open_(spoil: Spoil) -> Window:
        config = yaml.safe_load(lab.at.kubeconfig.read_text())
        spoil(config)
        kubeconfig = tmp_path / "bad-kubeconfig"
        kubeconfig.write_text(yaml.safe_dump(config))
        kubeconfig.chmod(0o600)
        estate = yaml.safe_load(lab.at.estate_file.read_text())
        context = config.get("current-context") or config["contexts"][0]["name"]
        estate["clusters"].append({"key": "bad", "kubeconfig": str(kubeconfig), "context": context})
        file = tmp_path / "estate.yaml"
        file.write_text(yaml.safe_dump(estate, sort_keys=False))
        session = build_session(Profile(Paths.under(tmp_path / "profile"), SETTINGS))
        loaded = load_estate(file)
        session.open_estate(loaded.estate, loaded.file)
        desktop = Desktop(make_application(), session, SETTINGS, PlayedOpener(), lambda _settings: None)
        closing.extend((desktop.close, session.close))
        desktop.open_first()
        return desktop.windows[0]

    yield open_
    for close in closing:
        close()
    set_language("en")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        pytest.param(_unreachable, ("refused the connection.", "Check that it runs"), id="unreachable"),
        pytest.param(_expired, ("does not accept the credentials", "They may have expired"), id="expired token"),
        pytest.param(_self_signed, ("is not signed by a known authority", "certificate-authority"), id="self-signed"),
        pytest.param(_missing_plugin, ("no-such-cloud-login", "Install it from your cloud's tools."), id="exec plugin"),
        pytest.param(_forbidden, ("forbid",), id="forbidden"),
    ],
)
def test_a_bad_cluster_gets_one_sentence_and_the_cells_go_on(
    open_beside_the_lab: Callable[[Spoil], Window], qtbot: QtBot, spoil: Spoil, told: tuple[str, ...]
) -> None:
    window = open_beside_the_lab(spoil)

    def cells() -> list[list[str]]:
        view = by_name(window, "Cells")
        assert isinstance(view, QAbstractItemView)
        return lines_of(view)

    qtbot.waitUntil(lambda: len(cells()) == 6 and all(line[3].endswith("/s") for line in cells()), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: all("/" in line[11] for line in cells()), timeout=PATIENCE_MS)
    window.show_page(Destination("connections", tab="connections", connection="bad"))
    qtbot.waitUntil(lambda: sees(window, *told), timeout=PATIENCE_MS)


def test_a_wrong_estate_is_refused_with_line_and_reason_and_the_window_stays(tmp_path: Path, qtbot: QtBot) -> None:
    from console.services.lab_desk import LabDesk
    from console.services.window_opener import WindowOpener

    wrong = tmp_path / "estate.yaml"
    wrong.write_text("name: shop\nclusterz: []\ncells:\n  - {key: tokyo, kind: regional, cluster: nowhere}\n")
    paths = Paths.under(tmp_path / "profile")
    session = build_session(Profile(paths, SETTINGS))
    opener = WindowOpener(session.runtime, paths, LabDesk(session.runtime, paths), lambda: pytest.fail("not asked"))
    desktop = Desktop(make_application(), session, SETTINGS, opener, lambda _settings: None)
    desktop.open_first(wrong)
    window = desktop.windows[0]
    qtbot.waitUntil(lambda: sees(window, "estate.yaml:2:1", "clusterz", "clusters"), timeout=PATIENCE_MS)
    assert sees(window, "Open the lab")
    desktop.close()
    session.close()
