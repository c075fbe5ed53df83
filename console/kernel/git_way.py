"""The way of git to servers: proxy, certificate authorities and ssh agent, as the user's other programs have them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from console.kernel.authority_file import authority_file
from console.kernel.git_command import git_environment

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROXIES = ("http_proxy", "https_proxy", "all_proxy")
_LOOPBACK = "localhost,127.0.0.1,::1"
_TRUST = ("GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSH_AUTH_SOCK")


class GitWay:
    """What the user's network settings say, in this process; where they say nothing the environment counts."""

    def __init__(self) -> None:
        self._proxy, self._ca_file, self._cache = "", "", Path()

    def use(self, proxy: str, ca_file: str, cache: Path) -> None:
        """Take the settings; ``ca_file`` has further certificate authorities, beside the system's.

        Git takes one file of them only: both together are kept in ``cache``.
        """
        self._proxy, self._ca_file, self._cache = proxy, ca_file, cache

    def environment(self) -> dict[str, str]:
        """Return what git and ssh need of it; they ask no proxy for loopback."""
        return {**self._proxies(), **self._trust()}

    def _proxies(self) -> dict[str, str]:
        if self._proxy:
            return dict.fromkeys(_PROXIES, self._proxy) | {"no_proxy": _LOOPBACK}
        found = {name: _told(name) for name in _PROXIES if _told(name)}
        direct = _told("no_proxy")
        if found:
            found["no_proxy"] = direct if direct == "*" else ",".join(filter(None, (direct, _LOOPBACK)))
        return found

    def _trust(self) -> dict[str, str]:
        found = {name: os.environ[name] for name in _TRUST if os.environ.get(name)}
        usual = {"GIT_SSL_CAINFO": found.get("SSL_CERT_FILE", ""), "GIT_SSL_CAPATH": found.get("SSL_CERT_DIR", "")}
        if self._ca_file:
            import ssl  # noqa: PLC0415 - few have such a file

            system = ssl.get_default_verify_paths()
            usual["GIT_SSL_CAPATH"] = usual["GIT_SSL_CAPATH"] or system.capath or ""
            known = found.get("GIT_SSL_CAINFO") or system.cafile or ""
            found["GIT_SSL_CAINFO"] = authority_file(known, self._ca_file, self._cache)
        return {name: value for name, value in usual.items() if value} | found


GIT_WAY = GitWay()


def asking_environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a git that asks a server; ``given`` is what belongs to one address, and wins."""
    return {**git_environment(), **GIT_WAY.environment(), **given}


def _told(name: str) -> str:
    return os.environ.get(name) or os.environ.get(name.upper(), "")
