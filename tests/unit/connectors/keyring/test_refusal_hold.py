"""Somebody dismisses the keyring's prompt: it comes back seldom, not for every connection and topic. Proves C2."""

import asyncio
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from connectors.keyring import system_keyring
from connectors.keyring.refusal_hold import RefusalHold
from connectors.keyring.system_keyring import SystemKeyring
from connectors.keyring.vault import Vault
from console.kernel.asked_by_hand import ask_by_hand
from console.kernel.errors import ConnectorError
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime


class KeyringLocked(Exception):  # noqa: N818 - its name
    """Named as the one of ``keyring``."""


class PromptDismissedException(Exception):  # noqa: N818 - its name
    """Named as the one of ``secretstorage``."""


class InitError(Exception):
    """Named as the one of ``keyring``."""


class PasswordDeleteError(Exception):
    """Named as the one of ``keyring``."""


class Prompted:
    """A backend that counts its prompts, all of which are dismissed until it is ``open``."""

    def __init__(self, error: type[Exception] = KeyringLocked) -> None:
        self.prompts, self.open, self.error = 0, False, error

    def get_password(self, _service: str, _user: str) -> str:
        if not self.open:
            self.prompts += 1
            raise self.error
        return "s3cret"


class Moments:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Prompted:
    made = Prompted()
    monkeypatch.setattr(system_keyring, "_safe_backend", lambda: made)
    return made


@pytest.fixture
def clock() -> Moments:
    return Moments()


@pytest.fixture
def vault(tmp_path: Path, clock: Moments) -> Vault:
    keyring = SystemKeyring()
    keyring._hold = RefusalHold(clock)
    return Vault(Paths.under(tmp_path), None, keyring)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The Secret Service as the module of the backend knows it: whether it is locked is told without a prompt."""
    state = SimpleNamespace(locked=True)
    bus = SimpleNamespace(close=lambda: None)
    module = ModuleType("played_secret_service")
    module.secretstorage = SimpleNamespace(  # type: ignore[attr-defined]
        dbus_init=lambda: bus, Collection=lambda _bus: SimpleNamespace(is_locked=lambda: state.locked)
    )
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(Prompted, "__module__", module.__name__)
    return state


def refused(vault: Vault) -> str:
    with pytest.raises(ConnectorError) as caught:
        vault.resolve("keyring:prod/prometheus")
    return str(caught.value)


def test_one_prompt_is_enough_for_all_who_wait(runtime: Runtime, vault: Vault, backend: Prompted) -> None:
    async def asks() -> list[object]:
        waiting = (runtime.in_thread(vault.resolve, "keyring:prod/prometheus") for _ in range(30))
        return list(await asyncio.gather(*waiting, return_exceptions=True))

    told = runtime.run(asks(), 20)
    assert backend.prompts == 1
    assert {str(one) for one in told} == {"The keyring is locked. Unlock it, then try again."}


def test_it_asks_again_after_a_while_that_grows(vault: Vault, backend: Prompted, clock: Moments) -> None:
    for _ in range(60):  # an hour
        refused(vault)
        clock.now_s += 60.0
    assert 8 <= backend.prompts <= 20
    backend.open = True
    clock.now_s += 400.0
    assert vault.resolve("keyring:prod/prometheus").reveal() == "s3cret"


def test_what_was_unlocked_elsewhere_is_read_at_once(vault: Vault, backend: Prompted, service: SimpleNamespace) -> None:
    assert "The keyring is locked" in refused(vault)
    assert "The keyring is locked" in refused(vault)
    assert backend.prompts == 1
    service.locked, backend.open = False, True
    assert vault.resolve("keyring:prod/prometheus").reveal() == "s3cret"


def test_what_nobody_was_asked_about_holds_nothing_back(vault: Vault, backend: Prompted) -> None:
    for error in (PasswordDeleteError, OSError):
        backend.error = error
        refused(vault)
    assert backend.prompts == 2
    backend.open = True
    assert vault.resolve("keyring:prod/prometheus").reveal() == "s3cret"


def test_whoever_asks_by_hand_is_prompted_at_once_and_once(vault: Vault, backend: Prompted) -> None:
    for _ in range(3):
        refused(vault)
    assert backend.prompts == 1
    ask_by_hand()
    for _ in range(3):
        refused(vault)
    assert backend.prompts == 2
    ask_by_hand()
    backend.open = True
    assert vault.resolve("keyring:prod/prometheus").reveal() == "s3cret"


def test_a_keyring_that_somebody_would_not_make_is_refused_too(
    vault: Vault, backend: Prompted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new account has none: its password is asked for, and ``keyring`` wraps what comes of that."""

    def make(_service: str, _user: str) -> str:
        backend.prompts += 1
        raise InitError from PromptDismissedException()

    monkeypatch.setattr(backend, "get_password", make)
    for _ in range(3):
        assert "The keyring cannot be opened" in refused(vault)
    assert backend.prompts == 1
