"""Budgets that servers tell in their headers are read, obeyed, and not knocked at."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from connectors.common.endpoint import Endpoint
from connectors.common.http import HttpClient
from connectors.common.peer import Peer
from connectors.common.rate_budget import RateBudget, budget_of
from connectors.common.throttle import retry_after_s
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from tests.fakes.manual_clock import ManualClock
from tests.fakes.raw_server import RawRequest, RawServer, answer

NOW_S = 1_800_000_000.0
BUDGETS = [
    (
        "GitHub",
        {
            "x-ratelimit-limit": "5000",
            "x-ratelimit-remaining": "4987",
            "x-ratelimit-reset": "1800000060",
            "x-ratelimit-resource": "core",
        },
        RateBudget(4987, 5000, NOW_S + 60, "core"),
    ),
    (
        "a server whose clock is an hour ahead",
        {
            "x-ratelimit-remaining": "0",
            "x-ratelimit-reset": "1800003660",
            "date": "Fri, 15 Jan 2027 09:00:00 GMT",  # NOW_S is 08:00:00
        },
        RateBudget(0, None, NOW_S + 60),
    ),
    (
        "Cloudflare: RFC 1123",
        {"x-ratelimit-remaining": "3", "x-ratelimit-reset": "Fri, 15 Jan 2027 08:05:00 GMT"},
        RateBudget(3, None, NOW_S + 300),
    ),
    (
        "GitLab",
        {
            "ratelimit-limit": "600",
            "ratelimit-remaining": "5",
            "ratelimit-reset": "1800000030",
            "ratelimit-name": "api",
        },
        RateBudget(5, 600, NOW_S + 30, "api"),
    ),
    (
        "PagerDuty: seconds, and limits with a window",
        {"ratelimit-limit": "960, 960;w=60", "ratelimit-remaining": "7", "ratelimit-reset": "12"},
        RateBudget(7, 960, NOW_S + 12),
    ),
    (
        "Discord: reset-after goes before reset",
        {
            "x-ratelimit-remaining": "0",
            "x-ratelimit-reset": "1700000000.25",
            "x-ratelimit-reset-after": "1.5",
            "x-ratelimit-bucket": "abcd",
        },
        RateBudget(0, None, NOW_S + 1.5, "abcd"),
    ),
    (
        "Linear: milliseconds",
        {"x-ratelimit-requests-remaining": "9", "x-ratelimit-requests-reset": "1800000020000"},
        RateBudget(9, None, NOW_S + 20),
    ),
    (
        "Jira: ISO 8601",
        {"x-ratelimit-remaining": "1", "x-ratelimit-reset": "2027-01-15T08:01Z"},
        RateBudget(1, None, NOW_S + 60),
    ),
    ("the draft's one header", {"ratelimit": "limit=100, remaining=50, reset=5"}, RateBudget(50, 100, NOW_S + 5)),
    ("the newer draft", {"ratelimit": '"default";r=50;t=30'}, RateBudget(50, None, NOW_S + 30)),
    ("nothing", {"content-type": "text/html"}, None),
    ("nonsense", {"x-ratelimit-remaining": "many", "x-ratelimit-reset": "soon"}, None),
    (
        "a reset beyond all calendars",
        {"x-ratelimit-remaining": "1", "x-ratelimit-reset": "9" * 15},
        RateBudget(1, None, NOW_S + 31 * 86_400),
    ),
    ("a reset that is nonsense", {"x-ratelimit-remaining": "1", "x-ratelimit-reset": "9" * 400}, RateBudget(1)),
]


@pytest.mark.parametrize(("_server", "headers", "budget"), BUDGETS, ids=[one[0] for one in BUDGETS])
def test_budgets_are_read_as_each_server_writes_them(
    _server: str, headers: dict[str, str], budget: RateBudget | None
) -> None:
    assert budget_of(headers, NOW_S) == budget


def test_retry_after_is_a_number_a_fraction_or_a_date_and_never_longer_than_an_hour() -> None:
    assert retry_after_s({"retry-after": "7"}) == 7
    assert retry_after_s({"retry-after": "0.35"}) == 0.35
    assert retry_after_s({"retry-after": "99999999"}) == 3600
    assert retry_after_s({"retry-after": "nan"}) is None
    assert retry_after_s({"retry-after": "-3"}) == 0
    in_a_minute = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 60))
    assert retry_after_s({"retry-after": in_a_minute}) == pytest.approx(60, abs=5)


BEYOND = [
    "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
    "Mon, 99999999999999999999 Jan 2027 00:00:00 GMT",
    "Fri, 15 Jan 2027 08:00:00 +99999999999999999999",
]


@pytest.mark.parametrize("date", BEYOND)
def test_a_date_beyond_all_calendars_tells_nothing_and_breaks_nothing(date: str) -> None:
    assert retry_after_s({"retry-after": date}) is None
    assert retry_after_s({"retry-after": "Fri, 15 Jan 2027 08:00:00 GMT", "date": date}) is None
    assert budget_of({"x-ratelimit-remaining": "1", "x-ratelimit-reset": date}, NOW_S) == RateBudget(1)
    by_their_clock = {"x-ratelimit-remaining": "1", "x-ratelimit-reset": "1800000060", "date": date}
    assert budget_of(by_their_clock, NOW_S) == RateBudget(1, None, NOW_S + 60)


Steps = Callable[[HttpClient, RawServer], Awaitable[None]]


def run(runtime: Runtime, respond: Callable[[RawRequest], bytes], steps: Steps, clock: Clock | None = None) -> None:
    async def script(request: RawRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(respond(request))

    async def scenario() -> None:
        async with RawServer(script) as server:
            client = HttpClient(Endpoint(server.url, tries=1), Peer("GitHub shop", server.url), clock=clock)
            try:
                await steps(client, server)
            finally:
                await client.close()

    runtime.run(scenario(), 20)


async def refused(client: HttpClient, path: str = "/repos/x") -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        await client.get(path)
    return caught.value


def limits(remaining: int, reset: float, resource: str = "core") -> dict[str, str]:
    return {
        "x-ratelimit-limit": "60",
        "x-ratelimit-remaining": str(remaining),
        "x-ratelimit-reset": str(int(reset)),
        "x-ratelimit-resource": resource,
    }


def test_a_used_up_budget_is_told_with_its_time_without_asking_again(runtime: Runtime) -> None:
    clock = ManualClock()
    remaining = [1, 0, 60]
    reset_s = clock.now().timestamp() + 600

    async def steps(client: HttpClient, server: RawServer) -> None:
        await client.get("/repos/x")
        await client.get("/repos/x")
        assert client.budget == RateBudget(0, 60, float(int(reset_s)), "core")
        for _ in range(3):
            fault = await refused(client)
            assert fault.kind is ErrorKind.THROTTLED
            assert "GitHub shop" in fault.message
            assert "allows no further requests until" in fault.message
            assert fault.retry_after_s == pytest.approx(600, abs=2)
        assert len(server.requests) == 2
        clock.advance(601)
        await client.get("/repos/x")
        assert client.budget is not None
        assert client.budget.remaining == 60

    run(runtime, lambda _: answer({}, **limits(remaining.pop(0), reset_s)), steps, clock)


def test_budgets_of_different_kinds_do_not_close_one_another(runtime: Runtime) -> None:
    clock = ManualClock()
    reset_s = clock.now().timestamp() + 60

    def respond(request: RawRequest) -> bytes:
        area = request.path.split("/")[1]
        return answer({}, **limits(0 if area == "search" else 40, reset_s, area))

    async def steps(client: HttpClient, server: RawServer) -> None:
        await client.get("/search/code")
        await client.get("/repos/x")
        assert (await refused(client, "/search/code")).kind is ErrorKind.THROTTLED
        await client.get("/repos/x")
        assert [one.path for one in server.requests] == ["/search/code", "/repos/x", "/repos/x"]

    run(runtime, respond, steps, clock)


FORBIDDEN = [
    ("remaining 0", {"x_ratelimit_remaining": "0", "x_ratelimit_reset": "RESET"}, b"{}", 300),
    ("retry-after", {"retry_after": "30"}, b"{}", 30),
    ("secondary limit in words", {}, b'{"message": "You have exceeded a secondary rate limit."}', 60),
]


@pytest.mark.parametrize(("_name", "headers", "body", "wait_s"), FORBIDDEN, ids=[one[0] for one in FORBIDDEN])
def test_githubs_403_for_too_many_requests_is_throttling_and_closes_the_gate(
    runtime: Runtime, _name: str, headers: dict[str, str], body: bytes, wait_s: float
) -> None:
    reset = str(int(time.time() + 300))
    raw = answer(body, 403, **{name: value.replace("RESET", reset) for name, value in headers.items()})

    async def steps(client: HttpClient, server: RawServer) -> None:
        for _ in range(2):
            fault = await refused(client)
            assert fault.kind is ErrorKind.THROTTLED
            assert fault.retry_after_s == pytest.approx(wait_s, abs=3)
        assert len(server.requests) == 1

    run(runtime, lambda _: raw, steps)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"message": "Rate limit exceeded", "extensions": {"code": "RATELIMITED"}}, ErrorKind.THROTTLED),
        ({"message": "Rate limit exceeded", "extensions": {"type": "ratelimited"}}, ErrorKind.THROTTLED),
        ({"message": "The team is not ratelimited", "extensions": {"code": "INPUT_ERROR"}}, ErrorKind.PROTOCOL),
    ],
)
def test_linears_400_for_too_many_requests_is_throttling(
    runtime: Runtime, error: dict[str, Any], kind: ErrorKind
) -> None:
    reset = {"x_ratelimit_requests_remaining": "0", "x_ratelimit_requests_reset": str(int((time.time() + 300) * 1000))}
    raw = answer({"errors": [error]}, 400, **(reset if kind is ErrorKind.THROTTLED else {}))

    async def steps(client: HttpClient, _server: RawServer) -> None:
        fault = await refused(client)
        assert fault.kind is kind
        assert fault.retry_after_s == (pytest.approx(300, abs=3) if kind is ErrorKind.THROTTLED else None)

    run(runtime, lambda _: raw, steps)


@pytest.mark.parametrize("words", ["Resource not accessible", "You may not edit rate limit rules"])
def test_a_403_with_a_budget_left_stays_forbidden(runtime: Runtime, words: str) -> None:
    raw = answer({"message": words}, 403, **limits(30, time.time() + 60))

    async def steps(client: HttpClient, server: RawServer) -> None:
        for _ in range(2):
            assert (await refused(client)).kind is ErrorKind.FORBIDDEN
        assert len(server.requests) == 2

    run(runtime, lambda _: raw, steps)


def test_a_short_wait_is_waited_for(runtime: Runtime) -> None:
    answers: list[dict[str, Any]] = [{"x_ratelimit_remaining": "0", "x_ratelimit_reset_after": "0.3"}, {}]

    async def steps(client: HttpClient, server: RawServer) -> None:
        await client.get("/x")
        began_s = time.monotonic()
        await client.get("/x")
        assert 0.29 <= time.monotonic() - began_s < 5
        assert len(server.requests) == 2

    run(runtime, lambda _: answer({}, **answers.pop(0)), steps)


def test_a_throttled_write_is_not_sent_again_and_nothing_else_goes_out_meanwhile(runtime: Runtime) -> None:
    async def steps(client: HttpClient, server: RawServer) -> None:
        with pytest.raises(ConnectorError) as caught:
            await client.post("/x", json={"a": 1})
        assert caught.value.retry_after_s == 40
        assert (await refused(client)).kind is ErrorKind.THROTTLED
        assert [(one.method, one.body, one.headers["content-type"]) for one in server.requests] == [
            ("POST", b'{"a":1}', "application/json")
        ]

    run(runtime, lambda _: answer(b"Retry later", 429, retry_after="40", content_type="text/plain"), steps)


def test_a_reset_in_the_distant_future_locks_nobody_out_for_more_than_an_hour(runtime: Runtime) -> None:
    clock = ManualClock()
    far = [limits(0, clock.now().timestamp() + 10**8), {}]

    async def steps(client: HttpClient, _server: RawServer) -> None:
        await client.get("/repos/x")
        assert (await refused(client)).retry_after_s == pytest.approx(3600, abs=1)
        clock.advance(3601)
        await client.get("/repos/x")

    run(runtime, lambda _: answer({}, **far.pop(0)), steps, clock)
