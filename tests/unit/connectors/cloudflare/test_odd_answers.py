"""Answers that Cloudflare may give and its descriptions hardly mention."""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from console.domain.operations.set_rate_limit import SetRateLimit
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from console.ports.change_executor import ChangeExecutor
from tests.contract.faults.probe import NAME
from tests.contract.faults.probes import PROBES
from tests.fakes.fault_server import Asked, FaultServer, answering, response

ACCOUNT = {"success": True, "result": {"name": "Shop"}}
REFUSED = {"success": False, "errors": [{"code": 1000, "message": "Invalid API Token"}], "result": None}
RULE: dict[str, Any] = {
    "id": "r" * 32,
    "version": "1",
    "action": "block",
    "expression": "true",
    "ref": "all",
    "ratelimit": {"characteristics": ["cf.colo.id"], "period": 60, "requests_per_period": 10, "mitigation_timeout": 60},
}
ZONES = {"success": True, "result": [{"id": "z" * 32, "name": "shop.example"}]}
PROBE = next(one for one in PROBES if one.kind == "cloudflare")


@pytest.fixture(scope="module")
def runtime() -> Iterator[Runtime]:
    runtime = Runtime()
    yield runtime
    runtime.close()


@pytest.fixture(scope="module")
def connect(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Any], Any]]:
    """A function that gives the connector a server's behaviour."""
    with FaultServer(runtime, answering(200, ACCOUNT)) as server:
        made = PROBE.build(runtime, server.url, tmp_path_factory.mktemp("odd"))
        with pytest.raises(ConnectorError):  # what the runtime starts for secrets belongs to the fixture
            runtime.run(made.check(), 10)

        def connect(behaviour: Any) -> Any:
            server.behaviour = behaviour
            return made

        yield connect
        runtime.run(made.close(), 10)


def by_path(answers: Mapping[tuple[str, str], tuple[int, object]]) -> Any:
    """Answer by method and the end of the path."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        path = asked.target.partition("?")[0]
        found = [told for (method, end), told in answers.items() if asked.method == method and path.endswith(end)]
        status, body = found[0] if found else (404, {"success": False, "errors": [], "result": None})
        writer.write(response(status, json.dumps(body).encode()))

    return answer


def test_a_token_of_the_account_itself_is_good_although_the_users_check_refuses_it(
    runtime: Runtime, connect: Callable[[Any], Any]
) -> None:
    answers: dict[tuple[str, str], tuple[int, object]] = {("GET", "verify"): (401, REFUSED)}
    account = connect(None)._options.account_id
    told = runtime.run(connect(by_path({**answers, ("GET", account): (200, ACCOUNT)})).check(), 10)
    assert told == "Cloudflare account Shop (token of the account itself, expiry unknown)"
    with pytest.raises(ConnectorError, match="Invalid API Token") as refused:
        runtime.run(connect(by_path({**answers, ("GET", account): (403, REFUSED)})).check(), 10)
    assert refused.value.kind is ErrorKind.AUTH


@pytest.mark.parametrize("status", ["disabled", "expired"])
def test_a_token_that_is_no_longer_good_is_told(runtime: Runtime, connect: Callable[[Any], Any], status: str) -> None:
    connector = connect(answering(200, {"success": True, "result": {"status": status}}))
    with pytest.raises(ConnectorError, match=f"API token is {status}") as refused:
        runtime.run(connector.check(), 10)
    assert refused.value.kind is ErrorKind.AUTH


@pytest.mark.parametrize("result", [None, {}, {"id": "s" * 32, "version": "2"}])
def test_a_change_is_done_whatever_its_answer_shows(
    runtime: Runtime, connect: Callable[[Any], Any], result: object
) -> None:
    ruleset = {"success": True, "result": {"id": "s" * 32, "version": "1", "rules": [RULE]}}
    done = {"success": True, "errors": None, "messages": [], "result": result}
    behaviour = by_path(
        {("GET", "zones"): (200, ZONES), ("GET", "entrypoint"): (200, ruleset), ("DELETE", RULE["id"]): (200, done)}
    )
    executor = connect(behaviour).offers(ChangeExecutor)
    change = SetRateLimit(NAME, "shop.example", "all", None)
    base = runtime.run(executor.preview(change), 10).base
    assert runtime.run(executor.apply(change, base), 10) is None


def test_a_change_that_is_refused_inside_of_a_good_answer_is_not_done(
    runtime: Runtime, connect: Callable[[Any], Any]
) -> None:
    ruleset = {"success": True, "result": {"id": "s" * 32, "version": "1", "rules": [RULE, {"odd": True}]}}
    refusal = {"success": False, "errors": [{"code": 20117, "message": "not entitled"}], "result": None}
    behaviour = by_path(
        {("GET", "zones"): (200, ZONES), ("GET", "entrypoint"): (200, ruleset), ("PATCH", RULE["id"]): (200, refusal)}
    )
    executor = connect(behaviour).offers(ChangeExecutor)
    change = SetRateLimit(NAME, "shop.example", "all", 5.0)
    base = runtime.run(executor.preview(change), 10).base
    with pytest.raises(ConnectorError, match=r"not entitled \(code 20117\)"):
        runtime.run(executor.apply(change, base), 10)


def test_a_worker_that_was_deleted_since_the_list_was_read_does_not_hide_the_others(
    runtime: Runtime, connect: Callable[[Any], Any]
) -> None:
    found: dict[tuple[str, str], tuple[int, object]] = {
        ("GET", "workers/scripts"): (200, {"success": True, "result": [{"id": "gone"}, {"id": "kept"}]}),
        ("GET", "kept/deployments"): (200, {"success": True, "result": {"deployments": []}}),
        ("GET", "kept/versions"): (200, {"success": True, "result": {"items": []}}),
        ("GET", "kept/schedules"): (200, {"success": True, "result": {"schedules": []}}),
    }
    connector = connect(by_path(found))
    source = next(one for one in connector.sources() if one.topic == "edge-workers")
    assert [row.ref.name for row in runtime.run(source._read(), 10)] == ["kept"]
