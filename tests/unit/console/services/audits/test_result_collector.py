"""The collector takes whole results of tasks that are waited for, each once, from who has the token (proves G1.5)."""

import gzip
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import OPEN_SOURCE
from console.domain.audit.audit_task import AuditTask
from console.kernel.errors import UserError
from console.kernel.runtime import Runtime
from console.services.audits.audit_places import AuditPlaces
from console.services.audits.audit_worker import audited
from console.services.audits.result_collector import ResultCollector
from console.store.audits.result_store import ResultStore
from tests.fakes.planted_repository import PlantedRepository

TOKEN = "token-of-the-collector"
FIRST = {"Authorization": f"Bearer {TOKEN}", "If-None-Match": "*"}


@dataclass
class Desk:
    """A collector that listens, a task that it waits for, and the result of that."""

    runtime: Runtime
    collector: ResultCollector
    store: ResultStore
    task: AuditTask
    content: bytes
    url: str

    def put(self, content: Any, task_id: str = "", headers: dict[str, str] | None = None, method: str = "PUT") -> int:
        """Return the status that a request gets."""
        url = f"{self.url}/{task_id or self.task.id}.sarif.gz"
        with httpx.Client(trust_env=False, timeout=20) as client:
            return client.request(
                method, url, content=content, headers=FIRST if headers is None else headers
            ).status_code


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[AuditTask, bytes]:
    """A task and its real result."""
    repository = PlantedRepository(tmp_path_factory.mktemp("collector") / "shop")
    commit = repository.commit({"shop/a.py": "def total(:\n    pass\n"})
    task = AuditTask(
        "1" * 20, "shop", "https://git.example/shop", str(repository.folder / ".git"), commit, (AuditName.GIT,),
        OPEN_SOURCE,
    )  # fmt: skip
    return task, audited(task, tmp_path_factory.mktemp("cache"), 1_790_000_000.0)


@pytest.fixture
def desk(made: tuple[AuditTask, bytes], runtime: Runtime, places: AuditPlaces) -> Iterator[Desk]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        listen = f"127.0.0.1:{free.getsockname()[1]}"

    async def token() -> str:
        return f"{TOKEN}\n"

    collector = ResultCollector(runtime, places, listen, f"http://{listen}/results", token)
    runtime.run(collector.open(), 10)
    task, content = made
    with collector.waiting([task]):
        yield Desk(runtime, collector, ResultStore(places.results), task, content, f"http://{listen}/results")
    runtime.run(collector.close(), 10)


def test_the_first_delivery_is_kept_and_a_second_one_is_a_no_op(desk: Desk) -> None:
    packed = gzip.compress(desk.content)
    assert desk.put(packed) == 201
    assert desk.store.get(desk.task.id) == desk.content
    assert desk.put(packed) == 412
    assert desk.store.get(desk.task.id) == desk.content


@pytest.mark.parametrize(
    ("spoilt", "status"),
    [
        (lambda whole: gzip.compress(whole)[:-20], 422),
        (lambda whole: whole, 422),
        (lambda _: b"", 422),
        (lambda _: gzip.compress(b""), 422),
        (lambda _: gzip.compress(b'{"version": "2.1.0", "runs": []}'), 422),
        (lambda whole: gzip.compress(whole[: len(whole) // 2]), 422),
        (lambda whole: gzip.compress(re.sub(rb'"findings": \d+', b'"findings": 99', whole)), 422),
    ],
)
def test_what_is_not_whole_is_an_error_and_never_no_findings(desk: Desk, spoilt: object, status: int) -> None:
    assert desk.put(spoilt(desk.content)) == status  # type: ignore[operator]
    assert not desk.store.holds(desk.task.id)


def test_a_result_of_another_commit_is_refused(desk: Desk) -> None:
    other = replace(desk.task, commit="b" * 40)
    with desk.collector.waiting([other]):
        assert desk.put(gzip.compress(desk.content)) == 422
    assert not desk.store.holds(desk.task.id)


def test_only_who_has_the_token_is_heard(desk: Desk) -> None:
    packed = gzip.compress(desk.content)
    for given in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
        assert desk.put(packed, headers={"If-None-Match": "*", **given}) == 401
    assert not desk.store.holds(desk.task.id)


def test_whatever_else_is_asked_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = gzip.compress(desk.content)
    assert desk.put(b"", method="GET") == 405
    assert desk.put(packed, task_id="../../etc/passwd") == 404
    assert desk.put(packed, headers={"Authorization": FIRST["Authorization"]}) == 428
    assert desk.put(packed, task_id="2" * 20) == 503  # a console that has just begun may wait for it later
    monkeypatch.setattr("console.services.audits.result_collector.MOST_PACKED", 100)
    assert desk.put(packed) == 413
    assert desk.put(iter([packed])) == 413  # nobody says how long it is


def test_it_listens_as_long_as_somebody_waits(desk: Desk) -> None:
    desk.runtime.run(desk.collector.open(), 10)
    desk.runtime.run(desk.collector.close(), 10)
    assert desk.put(b"", method="GET") == 405
    desk.runtime.run(desk.collector.close(), 10)
    with pytest.raises(httpx.ConnectError):
        desk.put(b"")
    desk.runtime.run(desk.collector.open(), 10)
    assert desk.put(b"", method="GET") == 405


def test_a_port_that_is_taken_is_told(desk: Desk, places: AuditPlaces) -> None:
    async def token() -> str:
        return TOKEN

    listen = desk.url.removeprefix("http://").removesuffix("/results")
    second = ResultCollector(desk.runtime, places, listen, desk.url, token)
    with pytest.raises(UserError, match="port"):
        desk.runtime.run(second.open(), 10)
