"""The desktop's notifications on a real session bus, shown by a service that the test runs."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jeepney import HeaderFields, MessageType, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from console.ports.notifier import Notifier
from tests.fakes.notice_channels import NoticeChannels, a_message

NAME = "org.freedesktop.Notifications"


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a session bus of its own."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("needs dbus-daemon: apt-get install dbus-daemon")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address
        daemon.terminate()


@pytest.fixture
def shown(bus: str) -> Iterator[list[tuple[Any, ...]]]:
    """What a notification service was asked to show."""
    asked: list[tuple[Any, ...]] = []
    connection = open_dbus_connection(bus)
    connection.send_and_get_reply(message_bus.RequestName(NAME))

    def serve() -> None:
        while True:
            message = connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            member = message.header.fields.get(HeaderFields.member)
            if member == "Quit":
                return
            if member == "GetServerInformation":
                reply = new_method_return(message, "ssss", ("Test desktop", "test", "7", "1.2"))
            else:
                asked.append(message.body)
                reply = new_method_return(message, "u", (41,))
            connection.send(reply)

    server = threading.Thread(target=serve)
    server.start()
    yield asked
    from jeepney import DBusAddress, new_method_call

    with open_dbus_connection(bus) as other:
        other.send(new_method_call(DBusAddress("/", bus_name=NAME, interface=NAME), "Quit"))
    server.join(10)
    connection.close()


@pytest.fixture
def channels(tmp_path: Path) -> Iterator[NoticeChannels]:
    runtime = Runtime()
    found = NoticeChannels(runtime, tmp_path, [])
    yield found
    found.close()
    runtime.close()


def send(channels: NoticeChannels) -> Any:
    notifier = channels.connect("desktop").offers(Notifier)
    assert notifier is not None
    return channels.runtime.run(notifier.send(a_message(text="<b>12 %</b> & more")), 20)


def test_a_message_is_shown_with_its_urgency_and_without_markup(
    channels: NoticeChannels, shown: list[tuple[Any, ...]]
) -> None:
    receipt = send(channels)
    [(app, _replaces, _icon, title, text, _actions, hints, _timeout)] = shown
    assert receipt.id == "41"
    assert app == "Cell Console"
    assert "Errors in tokyo" in title
    assert "&lt;b&gt;12 %&lt;/b&gt; &amp; more" in text
    assert hints["urgency"] == ("y", 2)


def test_checking_names_who_shows_notifications(channels: NoticeChannels, shown: list[tuple[Any, ...]]) -> None:
    assert channels.runtime.run(channels.connect("desktop").check(), 20) == "Test desktop 7"
    assert shown == []


@pytest.mark.usefixtures("bus")
def test_a_desktop_that_shows_nothing_is_told(channels: NoticeChannels) -> None:
    with pytest.raises(ConnectorError, match="shows no notifications") as caught:
        send(channels)
    assert caught.value.kind is ErrorKind.UNREACHABLE


def test_no_session_bus_is_told(channels: NoticeChannels, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    with pytest.raises(ConnectorError, match="shows no notifications"):
        send(channels)
