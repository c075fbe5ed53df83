"""What a connection sees: read while it is shown, counted, filtered, honest about its state; trying a channel.

# proves C2
"""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTabBar

from console.domain.event import ObjectsListed
from console.domain.forge.repository import Repository
from console.domain.notification import Message, Receipt
from console.domain.resource import ResourceRef
from console.kernel.errors import ConnectorError, ErrorKind
from console.ports.notifier import Notifier
from console.services import observation
from tests.fakes.played_connector import PlayedConnector, PlayedSource, failed, live
from tests.fakes.reading import by_name, sees
from tests.gui.conftest import Stage
from views.page import Destination


def repository(name: str) -> Repository:
    return Repository(
        ResourceRef("asia", "Repository", "", name), "main", "private", f"https://x/{name}.git", f"https://x/{name}",
        pushed_at_s=1_700_000_000.0,
    )  # fmt: skip


def on_inventory(make_stage: Callable[..., Stage], **played: PlayedConnector) -> Stage:
    stage = make_stage(**played)
    stage.show()
    stage.open_estate()
    stage.qtbot.waitUntil(lambda: len(stage.session.connectors) >= 3)
    stage.window.show_page(Destination("connections", connection="asia", tab="inventory"))
    return stage


def test_the_rows_of_a_connection_are_read_only_while_they_are_shown(
    make_stage: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observation, "LINGER_S", 0.05)
    source = PlayedSource("asia", "repositories")
    asia = PlayedConnector("asia", "github", played=(source, PlayedSource("asia", "pipeline-runs")))
    stage = on_inventory(make_stage, asia=asia)
    stage.qtbot.waitUntil(lambda: source.running == 1)
    assert asia.played[1].looked == 0
    now_s = stage.clock.now().timestamp()
    rows = (repository("shop/api"), repository("shop/web"))
    stage.play(live("asia", "github", now_s), ObjectsListed("asia", "repositories", rows, now_s))
    assert sees(stage.window, "shop/api", "shop/web")
    bar = next(one for one in stage.window.findChildren(QTabBar) if one.tabText(0).startswith("Repositories"))
    assert bar.tabText(0).endswith("2")
    stage.window.show_page(Destination("overview"))
    stage.qtbot.waitUntil(lambda: source.running == 0)


def test_a_connection_without_lists_says_so(make_stage: Callable[..., Stage]) -> None:
    stage = on_inventory(make_stage, asia=PlayedConnector("asia", "notify"))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "This connection has no lists to show here."))


def test_a_failed_connection_shows_why_in_place_of_an_empty_list(make_stage: Callable[..., Stage]) -> None:
    asia = PlayedConnector("asia", "github", played=(PlayedSource("asia", "repositories"),))
    stage = on_inventory(make_stage, asia=asia)
    now_s = stage.clock.now().timestamp()
    stage.play(failed("asia", "github", now_s, "The token of GitHub has expired.", "Make a new one."))
    assert sees(stage.window, "The token of GitHub has expired.", "Make a new one.")


class PlayedChannel:
    """Takes messages, or refuses them."""

    def __init__(self, error: ConnectorError | None = None) -> None:
        self.told: list[Message] = []
        self.error = error

    async def send(self, message: Message) -> Receipt:
        if self.error is not None:
            raise self.error
        self.told.append(message)
        return Receipt("posted to Slack")


def press(stage: Stage) -> None:
    stage.window.show_page(Destination("connections", connection="asia"))
    stage.qtbot.waitUntil(lambda: by_name(stage.window, "Send a test message", QPushButton).isVisible())
    QTest.mouseClick(by_name(stage.window, "Send a test message", QPushButton), Qt.MouseButton.LeftButton)


def test_a_channel_is_tried_with_one_button_and_says_what_came_of_it(make_stage: Callable[..., Stage]) -> None:
    channel = PlayedChannel()
    stage = make_stage(asia=PlayedConnector("asia", "notify", ports={Notifier: channel}))
    stage.show()
    stage.open_estate()
    press(stage)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Sent: posted to Slack."))
    assert [one.severity for one in channel.told] == ["info"]


def test_a_message_that_does_not_arrive_says_why(make_stage: Callable[..., Stage]) -> None:
    error = ConnectorError(ErrorKind.AUTH, "Slack does not accept the address.", "Make a new one.")
    stage = make_stage(asia=PlayedConnector("asia", "notify", ports={Notifier: PlayedChannel(error)}))
    stage.show()
    stage.open_estate()
    press(stage)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Not sent: Slack does not accept the address. Make a new one."))


def test_what_is_no_channel_offers_no_test_message(stage: Stage) -> None:
    stage.window.show_page(Destination("connections", connection="europe"))
    buttons = [one for one in stage.window.findChildren(QPushButton) if "test message" in one.text()]
    assert not [one for one in buttons if one.isVisible()]
