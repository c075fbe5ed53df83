"""Who waits for a connection's secrets waits for one reading: a keyring may ask the user. Proves C1, endurance."""

import asyncio
import threading

import pytest

from connectors.common.credentials import Credentials
from console.kernel.errors import ConnectorError
from console.kernel.runtime import THREADS, Runtime
from console.kernel.secret import Secret
from tests.fakes.prometheus_connection import FixedVault


class PromptingVault(FixedVault):
    """A keyring whose prompt stands until somebody answers it."""

    def __init__(self, **secrets: str) -> None:
        super().__init__(**secrets)
        self.shown, self.answered = threading.Event(), threading.Event()

    def resolve(self, reference: str) -> Secret:
        self.shown.set()
        assert self.answered.wait(20)
        return super().resolve(reference)


def credentials(runtime: Runtime, vault: FixedVault) -> Credentials:
    return Credentials(
        runtime, vault, "prom", "auth.token", lambda secrets: {"Authorization": secrets.bearer("keyring:token")}
    )


async def all_at_once(one: Credentials, times: int, *, renew: bool = False) -> list[object]:
    return list(await asyncio.gather(*(one(renew) for _ in range(times)), return_exceptions=True))


async def elsewhere(runtime: Runtime) -> str:
    return await runtime.in_thread(lambda: "done")


def test_a_prompt_stands_once_and_leaves_the_threads_to_other_work(runtime: Runtime) -> None:
    vault = PromptingVault(token="one")
    waiting = runtime.scope("test").start(all_at_once(credentials(runtime, vault), THREADS + 4))
    assert vault.shown.wait(10)
    try:
        assert runtime.run(elsewhere(runtime), 5) == "done"
    finally:
        vault.answered.set()
    assert waiting.result(20) == [{"Authorization": "Bearer one"}] * (THREADS + 4)
    assert vault.asked == ["keyring:token"]


def test_a_rotated_token_is_read_once_for_all_whom_the_server_refused(runtime: Runtime) -> None:
    vault = FixedVault(token="old")
    one = credentials(runtime, vault)
    assert runtime.run(all_at_once(one, 3)) == [{"Authorization": "Bearer old"}] * 3
    vault.secrets["token"] = "new"
    assert runtime.run(all_at_once(one, 5, renew=True)) == [{"Authorization": "Bearer new"}] * 5
    assert vault.asked == ["keyring:token"] * 2


def test_who_waited_behind_a_reading_that_failed_reads_anew(runtime: Runtime) -> None:
    class Once(FixedVault):
        def resolve(self, reference: str) -> Secret:
            secret = super().resolve(reference)
            if len(self.asked) == 1:
                raise ValueError("not now")
            return secret

    first, *others = runtime.run(all_at_once(credentials(runtime, Once(token="one")), 3))
    assert isinstance(first, ValueError)
    assert others == [{"Authorization": "Bearer one"}] * 2


def test_a_prompt_nobody_answers_ends_for_all_who_wait(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.common.credentials._UNLOCK_S", 0.05)
    vault = PromptingVault(token="one")
    try:
        told = runtime.run(all_at_once(credentials(runtime, vault), THREADS + 4), 10)
    finally:
        vault.answered.set()
    assert {str(one) for one in told if isinstance(one, ConnectorError)} == {str(told[0])}
    assert len([one for one in told if isinstance(one, ConnectorError)]) == THREADS + 4
