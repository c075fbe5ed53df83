"""The window's listener: off by default, follows the open estate, and its pushes reach the store."""

import socket
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from console.estate.schema.estate import Estate
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.presenters.connections import connection_rows
from console.services.session import Session
from console.services.webhooks.path_token import path_token
from console.services.webhooks.webhook_desk import WebhookDesk
from console.settings.settings import Settings
from console.settings.webhooks import Webhooks
from tests.fakes.manual_clock import ManualClock
from tests.fakes.played_connector import PlayedConnector, PlayedSource
from tests.fakes.prometheus_connection import FixedVault
from tests.fakes.waiting import wait_until
from tests.fakes.webhook_sender import SECRET, Sent, github

ESTATE = Estate.model_validate({"name": "shop", "github": [{"key": "forge", "webhook_secret": "keyring:hooks"}]})


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    paths = Paths.under(tmp_path)
    runtime = Runtime()
    found = Session(
        runtime=runtime, clock=ManualClock(), paths=paths, history=None, connect=lambda _estate, _folder: {}
    )
    yield found
    found.close()


def free_port() -> int:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])


def desk_of(session: Session, wanted: Webhooks) -> WebhookDesk:
    desk = WebhookDesk(session, lambda: wanted, lambda _folder: FixedVault(hooks=SECRET))
    session.store.subscribe(lambda _state, changed: desk.follow() if changed.touches("estate", "webhooks") else None)
    return desk


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def deliver(session: Session, port: int, sent: Sent) -> int:
    async def send() -> int:
        url = f"http://127.0.0.1:{port}/{path_token(session.paths)}/forge"
        async with aiohttp.ClientSession() as client, client.post(url, data=sent.body, headers=sent.headers) as answer:
            return answer.status

    return session.runtime.run(send(), 10)


def test_it_is_off_until_the_user_turns_it_on(session: Session, tmp_path: Path) -> None:
    wanted = Settings().webhooks
    assert not wanted.enabled
    desk = desk_of(session, wanted)
    session.open_estate(ESTATE, tmp_path / "estate.yaml")
    session.wait_connected()
    session.store.drain(1)
    desk.close()
    assert session.store.state.webhooks is None
    assert not (session.paths.state / "webhook-token").exists()


def test_pushes_reach_the_store_and_the_connections_row_and_the_listener_ends_with_the_estate(
    session: Session, tmp_path: Path
) -> None:
    port = free_port()
    desk = desk_of(session, Webhooks(enabled=True, port=port))
    session.open_estate(ESTATE, tmp_path / "estate.yaml")
    session.store.drain(1)
    wait_until(lambda: is_listening(port), 10, "the listener")
    assert deliver(session, port, github()) == 200
    assert deliver(session, port, github()) == 409
    session.store.drain(1)
    traffic = session.store.state.webhooks
    assert traffic is not None
    assert [(one.repository, one.branch) for one in traffic.pushes] == [("shop/web", "main")]
    assert (traffic.port, traffic.error, dict(traffic.refused)) == (port, "", {"forge": 1})
    (row,) = connection_rows(session.store.state, session.clock.now().timestamp() + 180)
    assert row.webhooks == "pushes: 1, the last to main of shop/web 3 min ago; 1 refused"
    other = ESTATE.model_copy(update={"name": "other"})
    session.open_estate(other, tmp_path / "other.yaml")
    session.store.drain(1)
    wait_until(lambda: is_listening(port), 10, "the listener of the next estate")
    assert session.store.state.webhooks is None or not session.store.state.webhooks.pushes
    desk.close()
    assert not is_listening(port)


def test_a_taken_port_is_told_at_the_connections_and_nothing_else_fails(session: Session, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        desk = desk_of(session, Webhooks(enabled=True, port=port))
        session.open_estate(ESTATE, tmp_path / "estate.yaml")
        session.store.drain(1)

        def told() -> bool:
            session.store.drain(1)
            return session.store.state.webhooks is not None

        wait_until(told, 10, "the failure")
        (row,) = connection_rows(session.store.state, 0.0)
        assert f"Port {port} for webhooks cannot be opened" in row.webhooks
        desk.close()


def test_the_pushes_that_are_kept_are_bounded(session: Session) -> None:
    from console.domain.webhook.push import PushReceived
    from console.store.slices import webhooks

    for number in range(webhooks.MOST + 5):
        session.store.dispatch(PushReceived("forge", "shop/web", str(number), "", "", 0.0))
    session.store.drain(5)
    traffic = session.store.state.webhooks
    assert traffic is not None
    assert len(traffic.pushes) == webhooks.MOST
    assert traffic.pushes[0].branch == str(webhooks.MOST + 4)


def test_a_push_reads_its_connection_anew_and_no_other_and_not_too_often(tmp_path: Path) -> None:
    clock, runtime = ManualClock(), Runtime()
    sources = [PlayedSource(key, "repositories") for key in ("forge", "other")]
    connectors = {one.connection: PlayedConnector(one.connection, "github", played=(one,)) for one in sources}
    session = Session(
        runtime=runtime, clock=clock, paths=Paths.under(tmp_path), history=None, connect=lambda *_: connectors
    )
    port = free_port()
    desk = desk_of(session, Webhooks(enabled=True, port=port))
    try:
        session.open_estate(ESTATE, tmp_path / "estate.yaml")
        look = session.look("repositories")
        session.store.drain(1)
        wait_until(lambda: [one.looked for one in sources] == [1, 1] and is_listening(port), 10, "the sources")
        for number, looked in ((1, 2), (2, 2)):
            assert deliver(session, port, github(str(number), str(number))) == 200
            session.store.drain(1)
            wait_until(lambda looked=looked: sources[0].looked == looked, 10, "the push to be heeded")
        clock.advance(11)
        assert deliver(session, port, github("3", "3")) == 200
        session.store.drain(1)
        wait_until(lambda: sources[0].looked == 3, 10, "the third push to be heeded")
        assert sources[1].looked == 1
        look.close()
    finally:
        desk.close()
        session.close()


@pytest.mark.parametrize("enabled", [False, True])
def test_the_window_listens_when_the_settings_say_so_at_the_opening_of_an_estate(tmp_path: Path, enabled: bool) -> None:
    from console.bootstrap import Profile, _follow_with_webhooks, build_session

    port = free_port()
    settings = Settings(webhooks=Webhooks(enabled=enabled, port=port))
    profile = Profile(Paths.under(tmp_path), settings)
    session = build_session(profile)
    end = _follow_with_webhooks(session, profile)
    try:
        session.open_estate(ESTATE, tmp_path / "estate.yaml")
        session.store.drain(1)
        session.wait_connected()
        if enabled:
            wait_until(lambda: is_listening(port), 10, "the listener")
        assert is_listening(port) == enabled
    finally:
        end()
        session.close()
    assert not is_listening(port)
