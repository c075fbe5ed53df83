"""CDN cache poisoning: seen in clicks and the hit ratio, healed by keys and a purge together (proves L2.3, L7.7)."""

import json

import pytest

from console.lab.edge.edge_seed import CACHE_KEYS, GOOD_KEYS
from console.lab.edge.kv_namespace import KvEntry
from console.lab.simulator.estate_state import EstateState
from tests.fakes.simulated_lab import SimulatedLab

SCENARIO = "cache-poisoning"


@pytest.fixture
def lab() -> SimulatedLab:
    lab = SimulatedLab()
    lab.run(2)
    return lab


def state_of(lab: SimulatedLab) -> str:
    return lab.world.scenarios.status(SCENARIO).state


def signs(state: EstateState) -> tuple[float, float, float]:
    """Opens per second, clicks per open, cache hit ratio."""
    opens = sum(float(sum(cell.business.opens.values())) for cell in state.cells.values())
    clicks = sum(float(sum(cell.business.clicks.values())) for cell in state.cells.values())
    return opens, clicks / opens, float(state.edge.cache_hit_ratio)


def write_keys(lab: SimulatedLab, keys: object) -> None:
    lab.world.edge.config.entries[CACHE_KEYS] = KvEntry(json.dumps(keys).encode())


def test_clicks_fall_while_opens_stay_and_the_hit_ratio_rises(lab: SimulatedLab) -> None:
    opens, per_open, hit = signs(lab.world.state)
    lab.world.scenarios.start(SCENARIO)
    now_opens, now_per_open, now_hit = signs(lab.run(300, step_s=30.0))
    assert now_opens == pytest.approx(opens, rel=0.1)
    assert now_per_open < 0.55 * per_open
    assert now_hit > hit + 0.02
    keys = json.loads(lab.world.edge.config.entries[CACHE_KEYS].value)
    assert keys["cta"] == keys["proof"], "the evidence"
    assert state_of(lab) == "active"


def test_neither_the_keys_nor_a_purge_alone_heals_it(lab: SimulatedLab) -> None:
    lab.world.scenarios.start(SCENARIO)
    lab.run(300, step_s=30.0)
    lab.world.edge.cache.purge({"purge_everything": True}, lab.now_s)
    lab.run(300, step_s=30.0)
    assert state_of(lab) == "active"
    assert lab.world.edge.cache.poisoned > 0.9, "what is fetched anew is mixed up again"
    write_keys(lab, GOOD_KEYS)
    lab.run(300, step_s=30.0)
    assert state_of(lab) == "active"
    assert lab.world.edge.cache.poisoned > 0.9, "wrong entries stay until they expire"
    lab.world.edge.cache.purge({"tags": ["cta"]}, lab.now_s)
    lab.run(10)
    assert state_of(lab) == "active", "one half alone still meets the wrong other half"
    lab.world.edge.cache.purge({"tags": ["cta", "proof"]}, lab.now_s)
    lab.run(2)
    assert state_of(lab) == "healed"


def test_stopping_it_puts_back_what_it_broke(lab: SimulatedLab) -> None:
    _opens, per_open, _hit = signs(lab.world.state)
    lab.world.scenarios.start(SCENARIO)
    lab.run(120, step_s=30.0)
    lab.world.scenarios.stop(SCENARIO)
    assert signs(lab.run(3))[1] == pytest.approx(per_open, rel=0.02)
    assert json.loads(lab.world.edge.config.entries[CACHE_KEYS].value) == GOOD_KEYS


def test_the_operators_own_keys_stay_when_it_is_stopped(lab: SimulatedLab) -> None:
    lab.world.scenarios.start(SCENARIO)
    own = {"cta": "c:{issue}", "proof": "p:{issue}"}
    write_keys(lab, own)
    lab.world.scenarios.stop(SCENARIO)
    assert json.loads(lab.world.edge.config.entries[CACHE_KEYS].value) == own


@pytest.mark.parametrize("text", [b"", b"no json", b"[]", b"null", b'"x"', b"[" * 100_000, b"{}"])
def test_an_entry_that_makes_no_sense_does_not_stop_the_world(lab: SimulatedLab, text: bytes) -> None:
    lab.world.edge.config.entries[CACHE_KEYS] = KvEntry(text)
    lab.run(2)
    assert not lab.world.edge.shares_keys()
    del lab.world.edge.config.entries[CACHE_KEYS]
    lab.world.scenarios.start(SCENARIO)
    lab.run(2)
    assert lab.world.edge.shares_keys()
