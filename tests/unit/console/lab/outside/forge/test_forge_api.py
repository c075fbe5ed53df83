"""How the lab's GitHub and GitLab behave as servers: ETags, limits, pages, runs that go on, refusals."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from console.domain.forge.pipeline_run import RunState
from console.domain.operations.dispatch_pipeline import DispatchPipeline
from console.kernel.errors import ConnectorError, ErrorKind
from tests.fakes.lab_forge import LabForge, lab_forge

PATHS = {"github": "newsletter/web-front", "gitlab": "newsletter/content/bff"}


@pytest.fixture(params=["github", "gitlab"])
def forge(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LabForge]:
    """One forge of the lab."""
    with lab_forge(tmp_path, request.param) as found:
        yield found


def _ask(forge: LabForge, place: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    options = getattr(forge.estate, forge.kind)[0]
    token = Path(options.token.removeprefix("file:")).read_text()

    async def ask() -> tuple[int, dict[str, str], bytes]:
        async with aiohttp.ClientSession() as session:
            named = {"Authorization": f"Bearer {token}", **headers}
            async with session.get(f"{options.url}/{place}", headers=named) as answer:
                found = {name.lower(): value for name, value in answer.headers.items()}
                return answer.status, found, await answer.read()

    return forge.runtime.run(ask(), 10)


def _remaining(headers: dict[str, str]) -> int:
    return int(headers.get("x-ratelimit-remaining") or headers["ratelimit-remaining"])


LIST = {"github": "user/repos", "gitlab": "projects"}


def test_what_has_not_changed_is_not_sent_again_and_costs_nothing(forge: LabForge) -> None:
    _, headers, body = _ask(forge, LIST[forge.kind])
    status, again, nothing = _ask(forge, LIST[forge.kind], **{"If-None-Match": headers["etag"]})
    assert (status, nothing) == (304, b"")
    assert json.loads(body)
    assert _remaining(again) == _remaining(headers)


def test_the_connector_asks_with_the_tag_and_reads_the_kept_answer(forge: LabForge) -> None:
    reader = forge.reader()
    first = forge.runtime.run(reader.branches(PATHS[forge.kind]))
    client = _client(forge)
    before = client.budget.remaining
    assert forge.runtime.run(reader.branches(PATHS[forge.kind])) == first
    assert client.budget.remaining == before


def _client(forge: LabForge) -> Any:
    return forge._made[-1]._clients[0]


def test_beyond_the_limit_the_connector_is_told_when_it_goes_on(forge: LabForge) -> None:
    server: Any = forge.server
    server._api._limits.limit = 3
    reader = forge.reader()
    for number in range(2, 5):
        forge.runtime.run(reader.commits(PATHS[forge.kind], most=number))
    with pytest.raises(ConnectorError) as refused:
        forge.runtime.run(reader.commits(PATHS[forge.kind], most=9))
    assert refused.value.kind is ErrorKind.THROTTLED


def test_a_list_is_read_page_by_page(forge: LabForge) -> None:
    _, headers, body = _ask(forge, f"{LIST[forge.kind]}?per_page=2")
    assert len(json.loads(body)) == 2
    assert 'rel="next"' in headers["link"]
    assert 'rel="prev"' not in headers["link"]
    _, headers, body = _ask(forge, f"{LIST[forge.kind]}?per_page=2&page=2")
    assert len(json.loads(body)) == 1
    assert 'rel="next"' not in headers["link"]


def test_the_reader_follows_the_pages_up_to_its_bound(forge: LabForge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.common.forge.link_api._LARGEST_PAGE", 7)
    commits = forge.runtime.run(forge.reader().commits(PATHS[forge.kind], most=20))
    assert len(commits) == len({one.sha for one in commits}) == 20


def test_a_run_goes_from_queued_to_its_end(forge: LabForge) -> None:
    path, run = PATHS[forge.kind], forge.runtime.run
    workflow = "ci.yml" if forge.kind == "github" else ""
    operation = DispatchPipeline(f"lab-{forge.kind}", path, "main", workflow)
    forge.apply(operation)
    states = []
    for wait_s in (0.0, 10.0, 200.0):
        forge.pass_s(wait_s)
        newest = next(one for one in run(forge.reader().runs(path)) if one.event in {"workflow_dispatch", "api"})
        states.append(newest.state)
    assert states[:2] == [RunState.QUEUED, RunState.RUNNING]
    assert states[2] in {RunState.SUCCEEDED, RunState.FAILED}
    assert newest.took_s is not None
    assert 60 <= newest.took_s <= 120


def test_a_wrong_token_is_refused_as_the_forge_does(forge: LabForge) -> None:
    reader = forge.reader(token=forge.secret_file("wrong", "wrong"))
    with pytest.raises(ConnectorError) as refused:
        forge.runtime.run(reader.repository(PATHS[forge.kind]))
    assert refused.value.kind is ErrorKind.AUTH
    assert "token" in refused.value.hint


def test_hostile_names_are_not_found(forge: LabForge) -> None:
    for path in ("../../etc/passwd", "newsletter/..", "newsletter/%2e%2e", "newsletter/web-front;ls", "-x/-y"):
        with pytest.raises(ConnectorError) as refused:
            forge.runtime.run(forge.reader().branches(path))
        assert refused.value.kind is ErrorKind.NOT_FOUND
