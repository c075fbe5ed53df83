"""A plugin that cannot sign in is run seldom: each run is a process, and some open a browser. Proves C2, endurance."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.kubernetes.credentials import Credentials
from connectors.kubernetes.kube_context import resolve_context
from connectors.kubernetes.kubeconfig import read_kubeconfig
from connectors.kubernetes.sign_in_pace import SignInPace
from connectors.kubernetes.ticket import Ticket
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from tests.fakes.kube_setup import kubeconfig
from tests.fakes.manual_clock import ManualClock

V1 = "client.authentication.k8s.io/v1"
GOOD = json.dumps({"apiVersion": V1, "kind": "ExecCredential", "status": {"token": "good"}})


class Plugin:
    """A plugin that counts its runs; it fails until somebody has signed in."""

    def __init__(self, folder: Path) -> None:
        self.clock = ManualClock()
        self._folder = folder
        script = folder / "signin"
        script.write_text(
            f"#!/bin/sh\necho run >> {folder}/runs\n"
            f"[ -e {folder}/signed-in ] || {{ echo 'Please sign in.' >&2; exit 1; }}\necho '{GOOD}'\n"
        )
        script.chmod(0o755)
        (folder / "config").write_text(
            kubeconfig("https://one:6443", user={"exec": {"apiVersion": V1, "command": "./signin"}})
        )
        context = resolve_context(read_kubeconfig([folder / "config"]))
        self.credentials = Credentials(context, self.clock, login_path=False)

    @property
    def runs(self) -> int:
        return (self._folder / "runs").read_text().count("run")

    def sign_in(self) -> None:
        (self._folder / "signed-in").touch()

    def give(self, expires: datetime) -> None:
        """Let the token expire."""
        script = self._folder / "signin"
        good = script.read_text()
        script.write_text(good.replace('"token"', f'"expirationTimestamp": "{expires:%Y-%m-%dT%H:%M:%SZ}", "token"'))

    async def asked(self, times: int) -> list[Ticket | BaseException]:
        """Ask as the streams of a cluster do, all at once."""
        return await asyncio.gather(*(self.credentials.ticket() for _ in range(times)), return_exceptions=True)


@pytest.fixture
def plugin(tmp_path: Path) -> Plugin:
    return Plugin(tmp_path)


def test_all_who_wait_are_told_what_one_run_said_and_it_is_not_run_again_at_once(
    runtime: Runtime, plugin: Plugin
) -> None:
    told = runtime.run(plugin.asked(35), 20)
    assert plugin.runs == 1
    assert {str(one) for one in told} == {str(told[0])}
    assert "failed with exit code 1: Please sign in" in str(told[0])
    plugin.clock.advance(1.0)
    runtime.run(plugin.asked(5), 20)
    assert plugin.runs == 1
    for _ in range(12):  # as often as the connection is probed in a minute
        plugin.clock.advance(5.0)
        runtime.run(plugin.asked(5), 20)
    assert plugin.runs < 8


def test_who_has_signed_in_is_let_in_by_itself_and_at_once_when_somebody_asks(runtime: Runtime, plugin: Plugin) -> None:
    runtime.run(plugin.asked(1), 20)
    plugin.sign_in()
    plugin.credentials.hasten()
    (ticket,) = runtime.run(plugin.asked(1), 20)
    assert isinstance(ticket, Ticket)
    assert plugin.runs == 2


def test_time_alone_lets_in_who_has_signed_in(runtime: Runtime, plugin: Plugin) -> None:
    runtime.run(plugin.asked(1), 20)
    plugin.sign_in()
    plugin.clock.advance(3.0)
    (ticket,) = runtime.run(plugin.asked(1), 20)
    assert isinstance(ticket, Ticket)


def test_a_server_that_refuses_whatever_the_plugin_gives_makes_it_run_seldom(runtime: Runtime, plugin: Plugin) -> None:
    plugin.sign_in()

    async def refused(times: int) -> None:
        for _ in range(times):
            await plugin.credentials.ticket(refused=await plugin.credentials.ticket())

    runtime.run(refused(20), 20)
    assert plugin.runs == 2  # the first, and once more at once: tokens are taken back
    plugin.clock.advance(3.0)
    runtime.run(refused(20), 20)
    assert plugin.runs == 3


@pytest.mark.parametrize("ahead_s", [-20.0, 3600.0])
def test_a_token_that_has_nearly_expired_or_has_by_our_clock_is_used_for_a_moment(
    runtime: Runtime, plugin: Plugin, ahead_s: float
) -> None:
    """A plugin gives what it kept until it ends, or this computer's clock is ahead: not a process for each request."""
    plugin.sign_in()
    plugin.give(datetime.fromtimestamp(plugin.clock.now().timestamp() - ahead_s, UTC))
    for _ in range(60):
        assert all(isinstance(one, Ticket) for one in runtime.run(plugin.asked(3), 20))
        plugin.clock.advance(1.0)
    assert 5 <= (ran := plugin.runs) <= 7
    plugin.credentials.hasten()
    runtime.run(plugin.asked(3), 20)
    assert plugin.runs == ran + 1


def test_a_run_that_waited_long_for_somebody_is_not_repeated_for_twice_as_long() -> None:
    clock = ManualClock()
    pace = SignInPace(clock)
    pace.failed(ConnectorError(ErrorKind.AUTH, "It did not end.", "Sign in."), 60.0)
    clock.advance(119.0)
    assert pace.must_wait
    clock.advance(2.0)
    assert not pace.must_wait
    assert str(pace.fault) == "It did not end. Sign in."
    pace.gave(1.0, was_refused=False)
    assert (pace.must_wait, pace.fault) == (False, None)
