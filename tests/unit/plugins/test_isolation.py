"""No test reaches the user's own files, bus or keyring. (proves C7 in part)"""

import os
import pwd
from pathlib import Path

import keyring
import keyring.errors
import pytest


def test_home_and_every_xdg_folder_lie_in_a_folder_of_this_test(isolated_home: Path) -> None:
    real = Path(pwd.getpwuid(os.getuid()).pw_dir)
    assert Path.home() == isolated_home != real
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        assert Path(os.environ[variable]).is_relative_to(isolated_home)
        assert Path(os.environ[variable]).stat().st_mode & 0o777 == 0o700
    assert list(isolated_home.rglob("*.json")) == []


def test_there_is_no_session_bus_proxy_or_cluster_of_the_user() -> None:
    assert not {"DBUS_SESSION_BUS_ADDRESS", "KUBECONFIG", "HTTPS_PROXY", "https_proxy"} & set(os.environ)


def test_the_users_keyring_cannot_be_read() -> None:
    with pytest.raises(keyring.errors.NoKeyringError):
        keyring.get_password("cell-console", "any")
