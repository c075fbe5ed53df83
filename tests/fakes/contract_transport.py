"""Holding every request and answer of a real connector against the promise of the remote API.

A provider's contract test is short::

    def test_every_exchange_is_in_the_contract(shared_dir, server, runtime):
        contract = contract_of(shared_dir, "gitlab")          # or Contract(file, base="/gitlab")
        connector = build(server.url)                          # the real connector on a faithful server
        violations = watch_contract(connector._api._client, contract)   # its connectors.common.http.HttpClient
        runtime.run(connector.check())
        assert violations == []
        assert contract.seen >= {"GET /api/v4/version", "GET /api/v4/projects"}

Where a connector makes its clients itself, later or several of them, watch all that are made from now on::

        violations = watch_all(monkeypatch, contract)          # before the connector's first request

Violations are collected, because connectors would turn exceptions into faults of the network.
"""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from connectors.common import http
from connectors.common.exchange import Request
from connectors.common.http import HttpClient
from tests.fakes.contract import Contract, contract_of
from tests.fakes.contract_error import ContractError

__all__ = ["Contract", "ContractError", "ContractTransport", "contract_of", "watch_all", "watch_contract"]


class _Read(httpx.AsyncByteStream):
    """A body that has been read already, as it was on the wire."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._content


class ContractTransport(httpx.AsyncBaseTransport):
    """Passes requests on to ``inner``; bodies that flow (watches, logs) are passed on unread."""

    def __init__(self, inner: httpx.AsyncBaseTransport, contract: Contract, violations: list[str]) -> None:
        self._inner = inner
        self._contract = contract
        self._violations = violations

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        response = await self._inner.handle_async_request(request)
        if request.url.params.get("watch") or request.url.path.endswith("/log"):
            self._check(request, response, with_body=False)
            return response
        content = b"".join([piece async for piece in response.aiter_raw()])
        await response.aclose()
        kept = {"status_code": response.status_code, "headers": response.headers, "extensions": response.extensions}
        read = httpx.Response(**kept, content=content)
        self._check(request, read, with_body=True)
        return httpx.Response(**kept, stream=_Read(content))

    def _check(self, request: httpx.Request, response: httpx.Response, *, with_body: bool) -> None:
        try:
            self._contract.check_exchange(request, response, with_body=with_body)
        except ContractError as violation:
            self._violations.append(str(violation))

    async def aclose(self) -> None:
        await self._inner.aclose()


def watch_contract(client: HttpClient, contract: Contract, violations: list[str] | None = None) -> list[str]:
    """Check everything that a connector's client says and hears from now on; return the list of violations."""
    found: list[str] = [] if violations is None else violations
    original = client._client_for

    def watched(request: Request) -> httpx.AsyncClient:
        built = original(request)
        _wrap(built, contract, found)
        return built

    client._client_for = watched  # type: ignore[method-assign]
    return found


def watch_all(monkeypatch: pytest.MonkeyPatch, contract: Contract) -> list[str]:
    """Check what every client says and hears that opens its connections from now on."""
    found: list[str] = []
    original = http.build_clients

    def build(*arguments: Any) -> tuple[httpx.AsyncClient, httpx.AsyncClient]:
        clients = original(*arguments)
        for built in clients:
            _wrap(built, contract, found)
        return clients

    monkeypatch.setattr(http, "build_clients", build)
    return found


def _wrap(client: httpx.AsyncClient, contract: Contract, violations: list[str]) -> None:
    if not isinstance(client._transport, ContractTransport):
        client._transport = ContractTransport(client._transport, contract, violations)
