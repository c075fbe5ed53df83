"""Whatever a forge answers, the user reads a sentence or sees what is there; nothing else is raised.

Proves the quality bar's row on hostile remote data for all four forges.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.registry import CONNECTORS, BuildContext
from console.bootstrap import load_connectors
from console.kernel.clock import SystemClock
from console.kernel.errors import ConnectorError
from console.kernel.runtime import Runtime
from console.ports.forge import ForgeReader
from tests.fakes.fault_server import FaultServer, answering
from tests.fakes.prometheus_connection import FixedVault

OPTIONS: dict[str, dict[str, str]] = {
    "github": {},
    "gitlab": {},
    "bitbucket": {"workspace": "team"},
    "azure_devops": {"organization": "org"},
}
SHA = "a" * 40
_DEEP = b'{"values":' + b"[" * 100_000
_ITEM = (
    b'{"hash":"x","name":"n","id":1e400,"title":"\\u202e<b>","state":[],'
    b'"date":"yesterday","uuid":7,"url":{},"key":null}'
)
_ODD = (
    b'{"hash":"\\u0000","full_name":"../..","name":"..","target":{"hash":""},"id":9223372036854775808,"title":"t",'
    b'"state":"?","status":"?","uuid":"u","url":"javascript:1","key":"k","build_number":-1,"workspace":{"slug":"../x"},'
    b'"project":{"id":"","name":""},"objectId":"","commitId":"","pullRequestId":-5,"sourceRefName":"","targetRefName":"",'
    b'"eventType":"?","fields":{"System.Title":[1],"System.ChangedDate":"never"}}'
)
BODIES = {
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "an empty object": b"{}",
    "empty lists": b'{"values":[],"value":[],"workItems":[]}',
    "lists of null": b'{"values":[null],"value":[null],"workItems":[null]}',
    "lists of nothing": b'{"values":[{}],"value":[{}],"workItems":[{}]}',
    "wrong types": b'{"values":[' + _ITEM + b'],"value":[' + _ITEM + b'],"workItems":[{"id":"x"}]}',
    "odd values": b'{"values":[' + _ODD + b'],"value":[' + _ODD + b'],"workItems":[{"id":1}],"changes":[{}]}',
    "depth": _DEEP,
    "no UTF-8": b'{"values":["\xff\xfe"]}',
    "a bare list of odd values": b"[" + _ODD + b"]",
    "a circle": b'{"values":[],"next":"?page=1","value":[]}',
}


@pytest.fixture(scope="module")
def runtime() -> Iterator[Runtime]:
    """One runtime for all answers."""
    found = Runtime()
    found.run(asyncio.sleep(0))
    yield found
    found.close()


def _questions(reader: ForgeReader) -> Iterator[Any]:
    yield reader.repositories("")
    yield reader.repositories("team")
    yield reader.repository("team/web")
    for read in (reader.branches, reader.commits, reader.pull_requests, reader.runs, reader.workflows):
        yield read("team/web")
    yield reader.compare("team/web", "main", "topic/x")
    yield reader.statuses("team/web", SHA)
    yield reader.webhooks("team/web")
    yield reader.issues("team/web")


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("kind", OPTIONS)
def test_a_hostile_answer_is_a_sentence_or_plain_data(runtime: Runtime, kind: str, body: str) -> None:
    load_connectors(frozenset({kind}))
    known = CONNECTORS.get(kind)
    with FaultServer(runtime, answering(200, BODIES[body])) as server:
        options = known.options.model_validate({"key": "shop", "url": server.url, **OPTIONS[kind]})
        connector = known.build(options, BuildContext(runtime, FixedVault(), SystemClock(), Path()))
        reader = connector.offers(ForgeReader)
        assert reader is not None
        sentences = [_told(runtime, question) for question in _questions(reader)]
        runtime.run(connector.close())
    for sentence in sentences:
        assert sentence is None or 0 < len(sentence.strip()) < 1000
        assert "Traceback" not in str(sentence)


def _told(runtime: Runtime, question: Any) -> str | None:
    """Return the sentence of a fault; ``None`` when there was an answer, which can be shown."""
    try:
        repr(runtime.run(question, 20))
    except ConnectorError as fault:
        return fault.message
    return None
