"""Every connector over worlds of answers, and over what becomes of them in the hands of a hostile server."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.common import http
from console.kernel.backoff import Backoff
from console.kernel.runtime import Runtime
from tests.contract.faults.probe import Probe
from tests.contract.faults.probes import PROBES
from tests.fuzz.asking import ask_all
from tests.fuzz.kept_world import KeptWorld
from tests.fuzz.mutation import mutated
from tests.fuzz.parser import CORPUS, Parser, judge
from tests.fuzz.test_parsers import EXAMPLES, MANY

ANSWERS = CORPUS / "answers"
ASKED = [one for one in PROBES if (ANSWERS / one.name).is_dir()]
ALL = pytest.mark.parametrize("probe", ASKED, ids=[one.name for one in ASKED])


@pytest.fixture(scope="module")
def runtime() -> Iterator[Runtime]:
    """One runtime for all worlds."""
    found = Runtime()
    found.run(asyncio.sleep(0))  # its thread is of the module, not of the first test
    yield found
    found.close()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> KeptWorld:
    """What every connector of a test reaches instead of a network."""
    kept = KeptWorld()

    def clients(*_: object) -> tuple[httpx.AsyncClient, httpx.AsyncClient]:
        client = httpx.AsyncClient(transport=httpx.MockTransport(kept))
        return client, client

    monkeypatch.setattr(http, "build_clients", clients)
    monkeypatch.setattr(http, "Backoff", lambda **_: Backoff(first_s=0.001, most_s=0.001))
    monkeypatch.setattr(http, "_jitter_s", lambda: 0.0)
    return kept


def _asked(runtime: Runtime, probe: Probe, folder: Path) -> int:
    connector = probe.build(runtime, "http://127.0.0.1:9", folder)
    try:
        return runtime.run(ask_all(connector), 60)
    finally:
        runtime.run(connector.close(), 10)


@ALL
def test_answers_are_read_or_refused(runtime: Runtime, world: KeptWorld, probe: Probe, tmp_path: Path) -> None:
    for file in sorted((ANSWERS / probe.name).iterdir()):
        world.load(file.read_bytes())
        assert _asked(runtime, probe, tmp_path) or not file.name.startswith("valid")


@ALL
def test_whatever_becomes_of_an_answer_is_read_or_refused(
    runtime: Runtime, world: KeptWorld, probe: Probe, tmp_path: Path
) -> None:
    world.load((ANSWERS / probe.name / "valid_world.json").read_bytes())
    good = dict(world.answers)

    def read(file: Path) -> object:
        pattern, _, answer = file.read_bytes().partition(b"\0")
        world.answers = good | {pattern.decode(): answer}
        return _asked(runtime, probe, tmp_path)

    parser = Parser(f"answers/{probe.name}", read)

    @settings(MANY, max_examples=max(2, EXAMPLES // 4))
    @given(st.sampled_from(sorted(good)).flatmap(lambda one: st.tuples(st.just(one), mutated([good[one]]))))
    def holds(changed: tuple[str, bytes]) -> None:
        judge(parser, changed[0].encode() + b"\0" + changed[1], tmp_path)

    holds()
