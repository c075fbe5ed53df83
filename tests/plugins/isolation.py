"""Isolation: no test sees or touches the user's home, session bus, keyring, proxies or clusters."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

_FOLDERS = {
    "HOME": "home",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_DATA_HOME": "home/.local/share",
    "XDG_STATE_HOME": "home/.local/state",
    "XDG_CACHE_HOME": "home/.cache",
    "XDG_RUNTIME_DIR": "run",
}
_FOREIGN = (
    "DBUS_SESSION_BUS_ADDRESS",
    "KUBECONFIG",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
)


def _isolate(patch: pytest.MonkeyPatch, root: Path) -> None:
    for variable, below in _FOLDERS.items():
        folder = root / below
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        patch.setenv(variable, str(folder))
    for variable in _FOREIGN:
        patch.delenv(variable, raising=False)
    # A test that wants a keyring starts a real Secret Service of its own and says so.
    patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


@pytest.fixture(scope="session", autouse=True)
def _isolated_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        _isolate(patch, tmp_path_factory.mktemp("session"))
        yield


@pytest.fixture(autouse=True)
def isolated_home(tmp_path_factory: pytest.TempPathFactory, _isolated_session: None) -> Iterator[Path]:
    """A fresh home for each test; returns it."""
    with pytest.MonkeyPatch.context() as patch:
        _isolate(patch, tmp_path_factory.mktemp("profile"))
        yield Path(os.environ["HOME"])
