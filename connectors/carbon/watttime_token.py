"""WattTime's way in: user name and password buy a token that lasts half an hour."""

from collections.abc import Mapping

import msgspec

from connectors.common.http import HttpClient, Request
from console.kernel.clock import Clock
from console.kernel.redact import register_secret

_GOOD_S = 25 * 60.0  # it is told to last 30 minutes


class _Login(msgspec.Struct):
    token: str


class WattTimeToken:
    """The ``authorize`` of WattTime's client; ``login`` is a client with the password."""

    def __init__(self, login: HttpClient, clock: Clock) -> None:
        self._login = login
        self._clock = clock
        self._headers: Mapping[str, str] = {}
        self._until_s = 0.0

    async def __call__(self, renew: bool) -> Mapping[str, str]:
        """Return the headers with a token that still lasts; raise ``ConnectorError``."""
        now_s = self._clock.monotonic()
        if renew or not self._headers or now_s >= self._until_s:
            token = (await self._login.read(Request("GET", "/login"), _Login)).token
            register_secret(token)
            self._headers, self._until_s = {"authorization": f"Bearer {token}"}, now_s + _GOOD_S
        return self._headers
