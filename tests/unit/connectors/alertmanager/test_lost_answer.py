"""A silence or an annotation whose answer is lost is found instead of being made twice; a refusal stays one."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from console.domain.operations.add_annotation import AddAnnotation
from console.domain.operations.create_silence import CreateSilence
from console.domain.operations.delete_annotation import DeleteAnnotation
from console.domain.operations.expire_silence import ExpireSilence
from console.kernel.errors import ConnectorError
from console.kernel.runtime import Runtime
from console.ports.change_executor import ChangeExecutor
from tests.fakes.built_connector import built_connector
from tests.fakes.fault_server import Asked, FaultServer, answering

ENDS_S = 2_000_000_000.0


class Forgetful:
    """Does what it is told and breaks off before it answers; ``refuses`` breaks off before doing it."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.made: list[dict[str, Any]] = []
        self.refuses = refuses

    async def __call__(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        if asked.method == "GET":
            await answering(200, self.made if "alerts" not in asked.target else [])(asked, writer)
            return
        if not self.refuses:
            self.made.append(self.kept(json.loads(asked.body)))
        writer.transport.abort()

    def kept(self, body: dict[str, Any]) -> dict[str, Any]:
        if "matchers" in body:
            now = datetime.now(UTC).isoformat()
            return {**body, "id": "s-1", "status": {"state": "active"}, "updatedAt": now}
        return {**body, "id": 7}


@pytest.mark.parametrize(
    ("kind", "operation", "inverse"),
    [
        ("alertmanager", CreateSilence("main", ("cell=tokyo",), ENDS_S, "deploy", "ann"), ExpireSilence("main", "s-1")),
        ("grafana", AddAnnotation("main", "deploy", 1_800_000_000.0), DeleteAnnotation("main", "7")),
    ],
)
def test_what_was_made_although_the_answer_was_lost_is_found_and_not_made_again(
    runtime: Runtime, tmp_path: Path, kind: str, operation: Any, inverse: object
) -> None:
    server = Forgetful()
    with (
        FaultServer(runtime, server) as site,
        built_connector(kind, runtime, tmp_path, url=site.url) as connector,
    ):
        desk = connector.offers(ChangeExecutor)
        assert desk is not None
        base = runtime.run(desk.preview(operation)).base
        assert runtime.run(desk.apply(operation, base)) == inverse
        assert runtime.run(desk.apply(operation, base)) == inverse, "applied again by the engine"
        assert len(server.made) == 1
        assert runtime.run(desk.preview(operation)).satisfied


def test_what_was_not_made_stays_a_failure(runtime: Runtime, tmp_path: Path) -> None:
    server = Forgetful(refuses=True)
    operation = CreateSilence("main", ("cell=tokyo",), ENDS_S, "deploy", "ann")
    with (
        FaultServer(runtime, server) as site,
        built_connector("alertmanager", runtime, tmp_path, url=site.url) as connector,
    ):
        desk = connector.offers(ChangeExecutor)
        assert desk is not None
        base = runtime.run(desk.preview(operation)).base
        with pytest.raises(ConnectorError, match="broke the connection off"):
            runtime.run(desk.apply(operation, base))
        assert sum(asked.method == "POST" for asked in site.asked) == 1
