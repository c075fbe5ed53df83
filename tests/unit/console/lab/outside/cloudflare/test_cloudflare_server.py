"""The lab's Cloudflare behaves as the provider: doors, pages, limits, refusals (proves L4.2)."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from console.estate.schema.estate import Estate
from console.lab.outside.cloudflare.cloudflare_server import EMAIL
from console.lab.outside.cloudflare.rate_meter import RateMeter
from console.lab.simulator.edge_catalogue import ZONE
from tests.fakes.edge_lab import EdgeLab, edge_lab


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EdgeLab]:
    with edge_lab(tmp_path_factory.mktemp("edge")) as found:
        yield found


class Caller:
    """Asks the server as any program would."""

    def __init__(self, lab: EdgeLab) -> None:
        self.account = lab.edge.id
        self._url = str(lab.estate.cloudflare[0].url)
        token = (lab.place.root / "tokens" / "cloudflare").read_text()
        self.headers = {"Authorization": f"Bearer {token}"}

    def __call__(self, path: str, method: str = "GET", body: object = None, **headers: str) -> tuple[int, Any, Any]:
        """Return status, body and headers."""
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        known = {**(headers or self.headers), "Content-Type": headers.get("Content-Type", "application/json")}
        request = urllib.request.Request(f"{self._url}/{path}", content, known, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, _read(answer), answer.headers
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, _read(refusal), refusal.headers

    def kv(self, path: str = "") -> str:
        return f"accounts/{self.account}/storage/kv/namespaces{path}"


def _read(answer: Any) -> Any:
    text = answer.read()
    return json.loads(text) if answer.headers.get_content_type() == "application/json" else text


@pytest.fixture
def ask(lab: EdgeLab) -> Caller:
    return Caller(lab)


@pytest.mark.parametrize(
    ("headers", "path", "status", "code"),
    [
        ({"X": "nothing"}, "zones", 400, 6003),
        ({"Authorization": "Basic abc"}, "zones", 400, 6003),
        ({"Authorization": "Bearer wrong"}, "user/tokens/verify", 401, 1000),
        ({"Authorization": "Bearer wrong"}, "zones", 403, 9109),
        ({"X-Auth-Email": EMAIL, "X-Auth-Key": "wrong"}, "zones", 403, 9103),
    ],
)
def test_who_shows_no_good_credentials_is_refused(
    ask: Caller, headers: dict[str, str], path: str, status: int, code: int
) -> None:
    found, body, _headers = ask(path, **headers)
    assert (found, body["success"], body["result"], body["errors"][0]["code"]) == (status, False, None, code)


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "nothing/here", None, 404, 7000),
        ("DELETE", "zones", None, 405, 10405),
        ("GET", f"zones/{'0' * 32}", None, 404, 7003),
        ("GET", "accounts/{account}/workers/scripts/nobody/deployments", None, 404, 10007),
        ("GET", "accounts/{account}/workers/scripts/edge-router/versions/none", None, 404, 10212),
        ("POST", "accounts/{account}/workers/scripts/edge-router/deployments", b"{", 400, 6007),
        ("POST", "accounts/{account}/workers/scripts/edge-router/deployments", [], 400, 6007),
        ("POST", "accounts/{account}/workers/scripts/edge-router/deployments", {"strategy": "hope"}, 400, 10021),
        (
            "POST",
            "accounts/{account}/workers/scripts/edge-router/deployments",
            {"strategy": "percentage", "versions": [{"version_id": "?", "percentage": 100}]},
            404,
            10212,
        ),
        ("GET", "accounts/{account}/storage/kv/namespaces/none/keys", None, 404, 10013),
        ("GET", "accounts/{account}/storage/kv/namespaces?per_page=1", None, 400, 1004),
        ("GET", "accounts/{account}/d1/database/none", None, 404, 7404),
        ("GET", "zones/{zone}/rulesets/phases/http_request_firewall_custom/entrypoint", None, 404, 10003),
        ("POST", "zones/{zone}/rulesets/none/rules", {}, 404, 10003),
        ("PATCH", "zones/{zone}/rulesets/{ruleset}/rules/none", {}, 404, 10008),
        ("GET", "accounts/{account}/load_balancers/pools/none/health", None, 404, 1001),
        ("POST", "zones/{zone}/purge_cache", {}, 400, 1012),
        ("POST", "zones/{zone}/purge_cache", {"tags": ["a"], "hosts": ["b"]}, 400, 1012),
        ("POST", "zones/{zone}/purge_cache", {"tags": ["a"] * 31}, 400, 1094),
    ],
)
def test_what_is_wrong_is_refused_with_the_providers_envelope(
    lab: EdgeLab, ask: Caller, method: str, path: str, body: object, status: int, code: int
) -> None:
    place = path.format(account=ask.account, zone=lab.edge.zone_id, ruleset=lab.edge.rules.id)
    found, answer, _headers = ask(place, method, body)
    assert (found, answer["success"]) == (status, False)
    assert answer["errors"][0]["code"] == code
    assert answer["errors"][0]["message"]


def test_lists_have_pages_and_keys_have_cursors(ask: Caller) -> None:
    _status, first, _headers = ask(ask.kv("?per_page=5&page=1"))
    assert first["result_info"] == {"page": 1, "per_page": 5, "count": 3, "total_count": 3, "total_pages": 1}
    assert ask(ask.kv("?per_page=5&page=2"))[1]["result"] == []
    sessions = next(one["id"] for one in first["result"] if one["title"] == "edge-sessions")
    names: list[str] = []
    cursor, rounds = "", 0
    while rounds == 0 or cursor:
        page = ask(ask.kv(f"/{sessions}/keys?limit=500&cursor={quote(cursor)}"))[1]
        names += [one["name"] for one in page["result"]]
        cursor, rounds = page["result_info"]["cursor"], rounds + 1
    assert (rounds, len(names), names) == (3, 1240, sorted(set(names)))
    assert ask(ask.kv(f"/{sessions}/keys?cursor=!!"))[0] == 400


def test_values_are_written_as_forms_or_as_they_are(ask: Caller) -> None:
    config = next(one["id"] for one in ask(ask.kv())[1]["result"] if one["title"] == "edge-config")
    place = ask.kv(f"/{config}/values/{quote('a/b ü', safe='')}")
    assert ask(place, "PUT", b"plain", **ask.headers, **{"Content-Type": "text/plain"})[0] == 200
    assert ask(place)[1] == b"plain"
    form = b'--x\r\ncontent-disposition: form-data; name="metadata"\r\n\r\n{"no": json}\r\n--x--\r\n'
    found = ask(place, "PUT", form, **ask.headers, **{"Content-Type": "multipart/form-data; boundary=x"})
    assert (found[0], found[1]["errors"][0]["code"]) == (400, 10020)
    assert ask(place, "DELETE")[0] == 200
    assert ask(place)[1]["errors"][0]["code"] == 10009


def test_after_too_many_requests_everything_is_blocked_for_five_minutes(lab: EdgeLab, ask: Caller) -> None:
    meter = lab.server._api.meter
    _status, _body, headers = ask("zones")
    left = int(headers["x-ratelimit-remaining"])
    assert (int(headers["x-ratelimit-limit"]), left) == (1200, 1200 - len(meter._seen))
    for _ in range(left):
        assert meter.count() == 0
    status, body, headers = ask("zones")
    assert (status, body["errors"][0]["code"], headers["Retry-After"]) == (429, 971, "301")
    lab.lab.now_s += 299
    assert ask("user/tokens/verify")[0] == 429, "every request is blocked"
    lab.lab.now_s += 2
    assert ask("zones")[0] == 200


def test_requests_leave_the_window_after_five_minutes() -> None:
    now_s = [1000.0]
    meter = RateMeter(2, lambda: now_s[0])
    assert (meter.count(), meter.count()) == (0.0, 0.0)
    now_s[0] += 300
    assert meter.count() == 0.0
    assert meter.headers()["x-ratelimit-remaining"] == "1"


QUERY = (
    "query ($account: string!) {{ viewer {{ accounts(filter: {{accountTag: $account}}) {{ "
    '{dataset}(limit: 10, filter: {{date_geq: "{since}"}}) {{ {fields} }} }} }} }}'
)


@pytest.mark.parametrize(
    ("dataset", "since", "fields", "words"),
    [
        ("kvStorageAdaptiveGroups", "2026-11-20", "max { unknown }", "Cannot query field 'unknown'"),
        ("kvStorageAdaptiveGroups", "2026-01-01", "max { keyCount }", "cannot request data older than"),
        ("kvStorageAdaptiveGroups", "yesterday", "max { keyCount }", "cannot parse the time"),
        ("unknownDataset", "2026-11-20", "count", "Cannot query field 'unknownDataset'"),
    ],
)
def test_the_analytics_refuse_inside_of_good_answers(
    ask: Caller, dataset: str, since: str, fields: str, words: str
) -> None:
    text = QUERY.format(dataset=dataset, since=since, fields=fields)
    status, body, _headers = ask("graphql", "POST", {"query": text, "variables": {"account": ask.account}})
    assert status == 200
    assert words in body["errors"][0]["message"]


def test_the_analytics_group_by_what_is_asked_for(lab: EdgeLab, ask: Caller) -> None:
    def rows(fields: str) -> list[dict[str, Any]]:
        text = QUERY.format(dataset="kvOperationsAdaptiveGroups", since="2026-11-20", fields=fields)
        answer = ask("graphql", "POST", {"query": text, "variables": {"account": ask.account}})[1]
        assert answer["errors"] is None
        found: list[dict[str, Any]] = answer["data"]["viewer"]["accounts"][0]["kvOperationsAdaptiveGroups"]
        return found

    by_action = rows("sum { requests } dimensions { actionType }")
    assert [one["dimensions"]["actionType"] for one in by_action] == ["read", "write", "delete", "list"]
    (total,) = rows("sum { requests }")
    assert total["sum"]["requests"] == pytest.approx(sum(one["sum"]["requests"] for one in by_action), abs=4)
    other = ask("graphql", "POST", {"query": QUERY.format(dataset="kvStorageAdaptiveGroups", since="2026-11-20",
                fields="max { keyCount }"), "variables": {"account": "0" * 32}})[1]  # fmt: skip
    assert other["errors"][0]["extensions"]["code"] == "authz"


def test_what_the_lab_writes_into_its_estate_fits_the_estate(lab: EdgeLab) -> None:
    cells = [{"key": cell.name, "kind": cell.kind, "cluster": "main"} for cell in lab.lab.world.blueprint.cells]
    whole = Estate.model_validate(
        {"name": "lab", "clusters": [{"key": "main"}], "cells": cells, **_lists(lab.server.estate())}
    )
    (router,) = whole.routers
    assert router.key == "edge-balancer"
    assert whole.models[0].canary == "v1.5.0"
    assert whole.cloudflare[0].zones == (ZONE,)
    assert lab.told == []


def _lists(sections: Any) -> dict[str, Any]:
    return {name: list(entries) for name, entries in sections.items()}
