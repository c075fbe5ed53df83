"""Connections & settings: what is wrong, checks on demand, rights, settings in force at once.

Proves issue 2 deliverable 6.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTabBar,
)

from console.domain.notification import Message, Receipt
from console.domain.resource import ResourceKind
from console.estate.schema.estate import Estate
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.ports.cluster import Permission
from console.ports.notifier import Notifier
from console.settings.settings import Settings
from tests.fakes.played_connector import PlayedConnector, failed
from tests.fakes.reading import by_name, sees, top_window
from tests.fakes.sample_estate import sample_estate
from tests.gui.conftest import Stage
from views.page import Destination
from views.settings.connection_list import ConnectionList


class PlayedRights:
    """A cluster that lets its user read, not write."""

    async def allowed(self, verb: str, _kind: ResourceKind, _namespace: str = "", _name: str = "") -> Permission:
        return Permission(verb != "patch", "" if verb != "patch" else "no role lets you patch deployments")


def open_page(stage: Stage, tab: int = 0) -> None:
    QTest.mouseClick(by_name(stage.window, "Connections & settings"), Qt.MouseButton.LeftButton)
    bars = [one for one in stage.window.findChildren(QTabBar) if one.isVisible()]
    bar = next(one for one in bars if one.tabText(1) == "Settings")
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(tab).center())


def test_the_worst_connection_stands_first_with_its_sentence_and_hint(stage: Stage) -> None:
    now = stage.clock.now().timestamp()
    stage.play(failed("europe", "kubernetes", now - 120, "The token of Europe has expired.", "Log in again."))
    open_page(stage)
    assert sees(stage.window, "Europe cluster", "Failed", "2 min ago", "never")
    assert sees(stage.window, "The token of Europe has expired.", "Log in again.", "context europe-prod")


def checked(make_stage: Callable[..., Stage]) -> Stage:
    """Make a stage whose first cluster is being checked, with the rights of its user."""
    asia = PlayedConnector("asia", "kubernetes", "Kubernetes v1.34.1", cluster=PlayedRights())  # type: ignore[arg-type]
    stage = make_stage(asia=asia)
    stage.show()
    stage.open_estate()
    open_page(stage)
    QTest.mouseClick(by_name(stage.window, "Check now"), Qt.MouseButton.LeftButton)
    return stage


def test_check_now_reports_version_answer_time_and_rights(make_stage: Callable[..., Stage]) -> None:
    stage = checked(make_stage)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Live", "Kubernetes v1.34.1"))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Your rights", "patch deployments"))
    assert sees(stage.window, "no role lets you patch deployments")


def test_a_check_that_fails_says_why(make_stage: Callable[..., Stage]) -> None:
    error = ConnectorError(ErrorKind.UNREACHABLE, "https://10.0.0.1:6443 does not answer.", "Check network and VPN.")
    stage = make_stage(asia=PlayedConnector("asia", "kubernetes", error=error))
    stage.show()
    stage.open_estate()
    open_page(stage)
    QTest.mouseClick(by_name(stage.window, "Check all"), Qt.MouseButton.LeftButton)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "does not answer.", "Check network and VPN.", "2 live"))


def test_settings_are_in_force_and_kept_at_once(stage: Stage) -> None:
    open_page(stage, tab=1)
    theme = by_name(stage.window, "Theme", QComboBox)
    theme.setFocus()
    QTest.keyClick(theme, Qt.Key.Key_Down)
    assert stage.saved[-1].appearance.theme.value == "dark"
    assert stage.desktop.around.theme.tokens.name == "dark"


def test_numbers_keep_to_the_limits_of_the_settings_model(stage: Stage) -> None:
    open_page(stage, tab=1)
    days = by_name(stage.window, "Keep per minute (days)", QDoubleSpinBox)
    days.selectAll()
    QTest.keyClicks(days, "9999")
    QTest.keyClick(days, Qt.Key.Key_Return)
    assert stage.desktop.around.preferences.settings.history.minute_days <= 366


def test_an_impossible_proxy_is_marked_and_not_kept(stage: Stage) -> None:
    open_page(stage, tab=1)
    proxy = by_name(stage.window, "Proxy", QLineEdit)
    QTest.keyClicks(proxy, "not a proxy")
    QTest.keyClick(proxy, Qt.Key.Key_Return)
    assert proxy.toolTip() == "Proxy: this value is not possible."
    assert stage.desktop.around.preferences.settings.network.proxy == ""
    proxy.clear()
    QTest.keyClicks(proxy, "http://proxy:3128")
    QTest.keyClick(proxy, Qt.Key.Key_Return)
    assert proxy.toolTip() == ""
    assert stage.saved[-1].network.proxy == "http://proxy:3128"


def test_a_proxy_with_a_password_is_not_written_into_the_settings(stage: Stage) -> None:
    # proves C2: secrets only in the operating system's keyring
    open_page(stage, tab=1)
    proxy = by_name(stage.window, "Proxy", QLineEdit)
    QTest.keyClicks(proxy, "http://ann:hunter2@proxy:3128")
    QTest.keyClick(proxy, Qt.Key.Key_Return)
    assert "a password does not belong in the settings" in proxy.toolTip()
    assert stage.desktop.around.preferences.settings.network.proxy == ""
    assert stage.saved == []


def test_a_shortcut_is_remapped_by_pressing_keys_and_a_taken_one_is_refused(stage: Stage) -> None:
    open_page(stage, tab=1)
    field = by_name(stage.window, "Keys of Show or hide activity", QKeySequenceEdit)
    QTest.keyClick(field, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Ctrl+O belongs to Open an estate file …."))
    assert stage.desktop.around.preferences.settings.shortcuts.keys == {}
    field.clear()
    QTest.keyClick(field, Qt.Key.Key_F8)
    stage.qtbot.waitUntil(lambda: stage.desktop.around.preferences.settings.shortcuts.keys == {"drawer": "F8"})
    QTest.keyClick(stage.window, Qt.Key.Key_F8)
    assert sees(stage.window, "Nothing is running.")


def test_settings_that_cannot_be_written_are_told(make_stage: Callable[..., Stage]) -> None:
    def refuse(_settings: Settings) -> None:
        raise UserError("The file settings.json cannot be written: no space left.", "Free some space.")

    stage = make_stage(save=refuse)
    stage.show()
    open_page(stage, tab=1)
    box = by_name(stage.window, "PATH of the login shell", QCheckBox)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    dialog = top_window(QDialog)
    assert sees(dialog, "The settings were not saved", "no space left", "Free some space.")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_the_places_of_all_files_are_shown(stage: Stage) -> None:
    open_page(stage, tab=2)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Estate file", "/estates/shop.yaml", "history.sqlite"))


def test_a_page_of_connections_can_be_reached_for_one_connection(stage: Stage) -> None:
    stage.desktop.open_window(Destination("connections", connection="metrics"))
    window = stage.desktop.windows[1]
    stage.qtbot.waitUntil(lambda: sees(window, "http://127.0.0.1:9090"))


def test_what_the_console_keeps_is_told_with_its_size(stage: Stage) -> None:
    trail = stage.session.paths.state / "trail"
    trail.mkdir(parents=True, exist_ok=True)
    (trail / "trail-000099.jsonl").write_bytes(b"x" * (3 << 20))
    open_page(stage, 2)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Trail", f"{trail}  ·  3"), timeout=20_000)
    assert sees(stage.window, "Journal of changes", "Local history", "Results of audits", "MiB")


class PlayedChannel:
    """A channel that answers when the test lets it."""

    def __init__(self) -> None:
        self.sent = 0
        self.answer = asyncio.Event()

    async def send(self, _message: Message) -> Receipt:
        self.sent += 1
        await self.answer.wait()
        raise ConnectorError(ErrorKind.TIMEOUT, "Slack did not answer.")


def test_the_result_of_a_test_message_stays_with_its_connection(make_stage: Callable[..., Stage]) -> None:
    channel = PlayedChannel()
    stage = make_stage(asia=PlayedConnector("asia", "slack", "x", ports={Notifier: channel}))
    stage.show()
    stage.open_estate()
    stage.session.wait_connected()
    stage.window.show_page(Destination("connections", connection="asia"))
    stage.play()
    button = by_name(stage.window, "Send a test message", QPushButton)
    for _click in range(2):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.isEnabled()
    stage.qtbot.waitUntil(lambda: channel.sent > 0)
    (connections,) = stage.window.findChildren(ConnectionList)
    table = connections._table
    table.select_key("metrics")
    _let(stage, channel.answer)
    stage.qtbot.waitUntil(lambda: not stage.window._context().work.running)
    assert not sees(stage.window, "Slack did not answer.")
    table.select_key("asia")
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Not sent: Slack did not answer."))
    assert button.isEnabled()
    assert channel.sent == 1
    stage.session.open_estate(sample_estate("staging"), Path("/estates/other.yaml"))
    stage.qtbot.waitUntil(lambda: not sees(stage.window, "Not sent: Slack did not answer."))


def _let(stage: Stage, answer: asyncio.Event) -> None:
    """Let the channel answer on the thread that waits for it."""

    async def let() -> None:
        answer.set()

    stage.session.runtime.run(let(), 10)


def test_rights_and_answer_times_are_forgotten_with_their_estate(make_stage: Callable[..., Stage]) -> None:
    stage = checked(make_stage)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Your rights", "patch deployments"))
    stage.session.open_estate(sample_estate("staging"), Path("/estates/other.yaml"))
    stage.qtbot.waitUntil(lambda: not sees(stage.window, "patch deployments"))
    (connections,) = stage.window.findChildren(ConnectionList)
    assert connections._latency == {}


def test_an_estate_without_connections_is_not_called_closed(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage()
    stage.show()
    open_page(stage)
    (connections,) = stage.window.findChildren(ConnectionList)
    assert connections._table._empty == "No estate is open, so there is nothing to connect to."
    stage.session.open_estate(Estate(name="bare"), Path("/estates/bare.yaml"))
    stage.qtbot.waitUntil(lambda: connections._table._empty == "The estate names nothing to connect to.")
