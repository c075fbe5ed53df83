"""What is set at the lab's edge changes the estate (proves L4.2, L5.2, L7.7)."""

from typing import Any

import pytest

from console.lab.edge.edge_refusal import EdgeRefusal
from console.lab.edge.rate_ruleset import RateRuleset
from console.lab.simulator.cell_spec import SEGMENTS
from console.lab.simulator.controls import default_controls
from console.lab.simulator.edge_catalogue import RANKER, ROUTER
from console.lab.simulator.edge_control import EdgeLimit
from console.lab.simulator.estate_state import EstateState
from tests.fakes.exposition_reader import read_exposition
from tests.fakes.simulated_lab import SimulatedLab

LIMIT = {"characteristics": ["cf.colo.id"], "period": 60, "requests_per_period": 6000, "mitigation_timeout": 0}


@pytest.fixture
def lab() -> SimulatedLab:
    return SimulatedLab()


def metric(lab: SimulatedLab, name: str, **labels: str) -> float:
    (value,) = read_exposition(lab.world.metrics_text()).named(name, **labels).values()
    return value


def counted(lab: SimulatedLab, worker: str) -> tuple[float, float]:
    """Calls and failed calls of a Worker so far."""
    calls, failed = (
        metric(lab, f"cloudflare_worker_{one}_count", script_name=worker) for one in ("requests", "errors")
    )
    return calls, failed


def clicks_per_open(state: EstateState) -> float:
    opens = sum(float(sum(cell.business.opens.values())) for cell in state.cells.values())
    return sum(float(sum(cell.business.clicks.values())) for cell in state.cells.values()) / opens


def set_limit(lab: SimulatedLab, segment: str, requests: int, **more: Any) -> None:
    rule = next(one for one in lab.world.edge.rules.rules if one["ref"] == segment)
    lab.world.edge.rules.change(
        rule["id"], {**rule, "ratelimit": {**LIMIT, "requests_per_period": requests, **more}}, lab.now_s
    )


def test_an_untouched_edge_changes_nothing(lab: SimulatedLab) -> None:
    state = lab.run(3)
    assert state.edge.admitted_rps == state.edge.rps
    assert state.edge.relevance == pytest.approx(1.0, abs=0.005)
    agreed = lab.world.blueprint.router_weights()
    assert {name: cell.router_share * 100 for name, cell in state.cells.items()} == pytest.approx(agreed)


@pytest.mark.parametrize(
    ("requests", "mitigation_s", "rps", "passes"),
    [(600, 0, 5.0, 5.0), (600, 0, 50.0, 10.0), (600, 60, 10.0, 10.0), (600, 60, 20.0, 600 / 90), (600, 600, 1e9, 1.0)],
)
def test_a_limit_lets_through_what_its_counter_allows(
    requests: float, mitigation_s: float, rps: float, passes: float
) -> None:
    assert EdgeLimit(requests, 60, mitigation_s).admitted_rps(rps) == pytest.approx(passes, rel=1e-3)


def test_a_rate_limit_cuts_the_demand_of_its_segment_at_the_edge(lab: SimulatedLab) -> None:
    before = lab.run(2)
    cached = metric(lab, "cloudflare_zone_requests_cached")
    set_limit(lab, "b2b", 60 * 100)
    after = lab.run(6)
    assert after.edge.admitted_rps["b2b"] == pytest.approx(100.0)
    assert after.edge.rps["b2b"] > 2000, "users still ask"
    for segment in ("b2c", "enterprise"):
        assert after.edge.admitted_rps[segment] == after.edge.rps[segment]
    arriving = [sum(state.cells["tokyo"].flow.incoming_rps.values()) for state in (before, after)]
    assert arriving[1] < 0.7 * arriving[0]
    assert metric(lab, "cloudflare_zone_requests_cached") < 0.7 * cached


def test_a_rule_of_everybody_holds_for_every_segment_and_one_that_is_off_for_none(lab: SimulatedLab) -> None:
    rules = lab.world.edge.rules
    rules.put([{"expression": "true", "action": "block", "ratelimit": LIMIT}], lab.now_s)
    assert set(lab.run(2).edge.admitted_rps.values()) == {100.0}
    (rule,) = rules.rules
    rules.change(rule["id"], {**rule, "enabled": False}, lab.now_s)
    state = lab.run(2)
    assert state.edge.admitted_rps == state.edge.rps


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"expression": "", "action": "block", "ratelimit": LIMIT},
        {"expression": "true", "action": "dance", "ratelimit": LIMIT},
        {"expression": "true", "action": "block"},
        {"expression": "true", "action": "block", "ratelimit": {**LIMIT, "period": 7}},
        {"expression": "true", "action": "block", "ratelimit": {**LIMIT, "characteristics": ["ip.src"]}},
        {"expression": "true", "action": "block", "ratelimit": {**LIMIT, "requests_per_period": 0}},
    ],
)
def test_rules_that_the_provider_refuses_change_nothing(rule: dict[str, Any]) -> None:
    rules = RateRuleset(1)
    with pytest.raises(EdgeRefusal):
        rules.add(rule, 0.0)
    assert not rules.exists


def test_pool_weights_move_traffic_between_cells_together_with_the_router(lab: SimulatedLab) -> None:
    balancer, agreed = lab.world.edge.balancer, lab.world.blueprint.router_weights()
    pools = {pool["name"]: pool_id for pool_id, pool in balancer.pools.items()}

    def steer(**weights: float) -> dict[str, float]:
        chosen = {pools[cell]: weight for cell, weight in weights.items()}
        balancer.change({"random_steering": {"default_weight": 1, "pool_weights": chosen}}, lab.now_s)
        return {name: cell.router_share for name, cell in lab.run(2).cells.items()}

    shares = steer(tokyo=0.5)
    total = 100 - agreed["tokyo"] / 2
    assert shares["tokyo"] == pytest.approx(agreed["tokyo"] / 2 / total)
    assert shares["osaka"] == pytest.approx(agreed["osaka"] / total)
    assert shares["infra"] == pytest.approx(agreed["infra"] / total), "a cell without a pool counts as weight 1"
    assert steer(tokyo=0.0)["tokyo"] == 0.0
    origins: list[Any] = [
        None,
        5,
        "x",
        ["x"],
        [{"weight": None, "address": "a"}],
        [{"weight": 2, "address": "a"}],
        [{}],
    ]
    for odd in origins:
        with pytest.raises(EdgeRefusal, match="origins"):
            balancer.change_pool(pools["osaka"], {"origins": odd}, lab.now_s)
    for odd in (None, 5, "x"):
        with pytest.raises(EdgeRefusal, match="default_pools"):
            balancer.change({"default_pools": odd}, lab.now_s)
    balancer.change_pool(pools["osaka"], {"enabled": None}, lab.now_s)
    assert lab.run(2).cells["osaka"].router_share == 0.0
    balancer.change_pool(pools["osaka"], {"enabled": False}, lab.now_s)
    assert steer()["osaka"] == 0.0
    balancer.change({"steering_policy": "geo"}, lab.now_s)
    assert steer(tokyo=0.1)["tokyo"] == pytest.approx(agreed["tokyo"] / 100), "weights count only for random steering"
    with pytest.raises(EdgeRefusal, match=r"multiples of 0\.1"):
        steer(tokyo=0.25)


def test_a_bad_version_costs_accuracy_errors_and_clicks_for_its_share(lab: SimulatedLab) -> None:
    good = clicks_per_open(lab.run(2))
    accuracy = metric(lab, "ai_eval_accuracy_ratio", model=RANKER, dataset="live")
    script = lab.world.edge.scripts[RANKER]
    bad, current = script.versions[0], script.versions[2]
    found: list[float] = []
    for percent in (50.0, 100.0):
        shares = ((bad.id, percent), (current.id, 100 - percent)) if percent < 100 else ((bad.id, 100.0),)
        script.deploy(shares, lab.now_s)
        before = counted(lab, RANKER)
        found.append(clicks_per_open(lab.run(6)))
    assert good > found[0] > found[1]
    assert metric(lab, "ai_eval_accuracy_ratio", model=RANKER, dataset="live") == pytest.approx(0.752)
    assert accuracy == pytest.approx(0.842, abs=0.002)
    calls, failed = (now - then for now, then in zip(counted(lab, RANKER), before, strict=True))
    assert failed / calls == pytest.approx(0.0212, rel=1e-6)
    assert counted(lab, ROUTER)[1] < counted(lab, RANKER)[1]


def test_a_purge_lets_everything_through_to_the_cells_until_the_cache_is_filled_again(lab: SimulatedLab) -> None:
    before = lab.run(2)
    lab.world.edge.cache.purge({"purge_everything": True}, lab.now_s)
    purged = lab.run(2)
    later = lab.run(1200, step_s=60.0)
    much_later = lab.run(3600, step_s=120.0)
    ratios = [float(state.edge.cache_hit_ratio) for state in (before, purged, later, much_later)]
    assert ratios[1] < 0.02
    assert 0.7 < ratios[2] < ratios[3]
    assert sum(purged.edge.forwarded_rps.values()) > 5 * sum(before.edge.forwarded_rps.values())


@pytest.mark.parametrize(
    ("named", "share"),
    [
        ({"tags": ["cta"]}, 0.22),
        ({"tags": ["cta", "proof", "unknown"]}, 0.38),
        ({"prefixes": ["newsletter.example/issues"]}, 0.26),
        ({"prefixes": ["other.example/issues"]}, 0.0),
        ({"hosts": ["newsletter.example"]}, 1.0),
        ({"files": ["https://newsletter.example/cta/1", "https://newsletter.example/cta/2"]}, 0.22 * 0.004),
    ],
)
def test_a_purge_takes_what_it_names(lab: SimulatedLab, named: dict[str, list[str]], share: float) -> None:
    assert lab.world.edge.cache.purge(named, lab.now_s).share == pytest.approx(share)


def test_usage_counts_what_the_metrics_show(lab: SimulatedLab) -> None:
    day = int(lab.now_s // 86_400)
    lab.run(1)
    before, then = lab.world.edge.usage.day(day)[RANKER], counted(lab, RANKER)
    lab.run(120)
    after, now = lab.world.edge.usage.day(day)[RANKER], counted(lab, RANKER)
    assert after.calls - before.calls == pytest.approx(now[0] - then[0], rel=0.02)
    assert after.cpu_p99 / after.calls == pytest.approx(
        metric(lab, "cloudflare_worker_cpu_time", script_name=RANKER, quantile="P99"), rel=0.25
    )


def test_usage_is_the_same_for_the_same_seed_and_nothing_in_the_future(lab: SimulatedLab) -> None:
    day = int(lab.now_s // 86_400)
    twin = SimulatedLab()
    assert lab.world.edge.usage.day(day - 5) == twin.world.edge.usage.day(day - 5)
    assert lab.world.edge.usage.day(day + 1)[RANKER].calls == 0
    assert SimulatedLab(seed=8).world.edge.usage.day(day - 5) != twin.world.edge.usage.day(day - 5)
    assert lab.world.edge.id == twin.world.edge.id


def test_the_controls_as_built_know_every_segment(lab: SimulatedLab) -> None:
    controls = default_controls(lab.world.blueprint, 7)
    assert controls.edge.limits == {}
    assert set(lab.world.edge.control().limits) == set(SEGMENTS)
