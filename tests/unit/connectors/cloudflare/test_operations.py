"""Every operation on Cloudflare keeps to the rules of changes, and says what it does not do (proves L4.2, L5.2)."""

from typing import Any

import pytest

from console.domain.change_preview import Truth
from console.domain.operations.purge_cache import PurgeCache
from console.domain.operations.put_kv_value import MOST_BYTES, PutKvValue
from console.domain.operations.set_pool_weights import SetPoolWeights
from console.domain.operations.set_rate_limit import SetRateLimit
from console.domain.operations.set_worker_percentages import SetWorkerPercentages
from console.kernel.errors import ChangeRefused
from console.lab.edge.edge_seed import CONFIG
from console.lab.edge.kv_namespace import KvEntry
from console.lab.simulator.edge_catalogue import RANKER, ZONE
from console.ports.change_executor import ChangeExecutor
from tests.fakes.edge_lab import CONNECTION, EdgeLab
from tests.fakes.executor_suite import check_executor

BALANCER = f"app.{ZONE}"


@pytest.fixture
def executor(lab: EdgeLab) -> ChangeExecutor:
    found: ChangeExecutor = lab.connect().offers(ChangeExecutor)
    return found


def test_percentages_keep_to_the_rules_of_changes(lab: EdgeLab, executor: ChangeExecutor) -> None:
    script = lab.edge.scripts[RANKER]
    newest, canary, current, old = (one.id for one in script.versions)

    def disturb() -> None:
        script.deploy(((old, 10.0), (current, 90.0)), lab.lab.now_s)

    change = SetWorkerPercentages(CONNECTION, RANKER, ((canary, 25.0), (current, 75.0)))
    world = lambda: sorted(script.deployments[0].shares)  # noqa: E731
    lab.runtime.run(check_executor(executor, change, world, disturb=disturb), 20)
    with pytest.raises(ChangeRefused, match="no version 0000"):
        lab.runtime.run(executor.preview(SetWorkerPercentages(CONNECTION, RANKER, (("0000", 100.0),))), 10)
    with pytest.raises(ChangeRefused, match="no Worker edge-nobody"):
        lab.runtime.run(executor.preview(SetWorkerPercentages(CONNECTION, "edge-nobody", ((newest, 100.0),))), 10)


def test_deploying_again_after_a_lost_answer_deploys_once(lab: EdgeLab, executor: ChangeExecutor) -> None:
    script = lab.edge.scripts[RANKER]
    change = SetWorkerPercentages(CONNECTION, RANKER, ((script.versions[0].id, 1.0), (script.versions[2].id, 99.0)))
    base = lab.runtime.run(executor.preview(change), 10).base
    for _ in range(2):
        lab.runtime.run(executor.apply(change, base), 10)
    assert script.deployments[0].shares != script.deployments[1].shares


@pytest.mark.parametrize(
    "change",
    [
        SetRateLimit(CONNECTION, ZONE, "b2b", 40.0),
        SetRateLimit(CONNECTION, ZONE, "b2c", 12.5, burst=0.0, period_s=10, mitigation_s=60),
        SetRateLimit(CONNECTION, ZONE, "enterprise", None),
        SetRateLimit(CONNECTION, ZONE, "everybody", 1000.0, expression="true", counted_by=("cf.colo.id", "ip.src")),
    ],
    ids=["change", "all fields", "remove", "make"],
)
def test_rate_limits_keep_to_the_rules_of_changes(lab: EdgeLab, executor: ChangeExecutor, change: SetRateLimit) -> None:
    rules = lab.edge.rules

    def world() -> Any:
        return {one["ref"]: (one["expression"], one["enabled"], one["ratelimit"]) for one in rules.rules}

    def disturb() -> None:
        other = next(one for one in rules.rules if one["ref"] != change.rule)
        rules.change(other["id"], other, lab.lab.now_s)

    lab.runtime.run(check_executor(executor, change, world, disturb=disturb), 20)


def test_a_rate_limit_tells_what_it_cannot_promise(lab: EdgeLab, executor: ChangeExecutor) -> None:
    preview = lab.runtime.run(executor.preview(SetRateLimit(CONNECTION, ZONE, "b2b", 40.0)), 10)
    assert [one.path for one in preview.differences] == ["ratelimit.requests_per_period"]
    assert "data centres" in preview.warnings[0]
    with pytest.raises(ChangeRefused, match="no rate limit nobody yet"):
        lab.runtime.run(executor.preview(SetRateLimit(CONNECTION, ZONE, "nobody", 40.0)), 10)
    with pytest.raises(ChangeRefused, match=r"no zone other\.example"):
        lab.runtime.run(executor.preview(SetRateLimit(CONNECTION, "other.example", "b2b", 40.0)), 10)


def test_what_else_a_rule_says_stays(lab: EdgeLab, executor: ChangeExecutor) -> None:
    rule = lab.edge.rules.rules[0]
    lab.edge.rules.change(rule["id"], {**rule, "logging": {"enabled": True}}, lab.lab.now_s)
    change = SetRateLimit(CONNECTION, ZONE, str(rule["ref"]), 77.0)
    lab.runtime.run(executor.apply(change, lab.runtime.run(executor.preview(change), 10).base), 10)
    changed = lab.edge.rules.rules[0]
    assert changed["logging"] == {"enabled": True}
    assert (changed["id"], changed["description"]) == (rule["id"], rule["description"])
    assert changed["ratelimit"]["requests_per_period"] == 77 * 60 + 154


def test_pool_weights_keep_to_the_rules_of_changes(lab: EdgeLab, executor: ChangeExecutor) -> None:
    balancer = lab.edge.balancer
    first, second = list(balancer.pools)[:2]

    def disturb() -> None:
        weights = {**balancer.content["random_steering"]["pool_weights"], second: 0.7}
        balancer.change({"random_steering": {"default_weight": 1, "pool_weights": weights}}, lab.lab.now_s)

    change = SetPoolWeights(CONNECTION, ZONE, BALANCER, ((balancer.pools[first]["name"], 0.3),))
    world = lambda: dict(balancer.content["random_steering"]["pool_weights"])  # noqa: E731
    lab.runtime.run(check_executor(executor, change, world, disturb=disturb), 20)


def test_weights_of_pools_that_only_a_region_uses_stay(lab: EdgeLab, executor: ChangeExecutor) -> None:
    balancer = lab.edge.balancer
    first, *others = balancer.pools
    weights = {**dict.fromkeys(balancer.pools, 1.0), first: 0.4}
    balancer.change(
        {"default_pools": others, "random_steering": {"default_weight": 0.5, "pool_weights": weights}}, lab.lab.now_s
    )
    change = SetPoolWeights(CONNECTION, ZONE, BALANCER, ((balancer.pools[others[0]]["name"], 0.2),))
    lab.runtime.run(executor.apply(change, lab.runtime.run(executor.preview(change), 10).base), 10)
    assert balancer.content["random_steering"] == {"default_weight": 0.5, "pool_weights": {**weights, others[0]: 0.2}}
    balancer.change({"default_pools": list(balancer.pools)}, lab.lab.now_s)


def test_one_pool_can_be_drained_but_not_all(lab: EdgeLab, executor: ChangeExecutor) -> None:
    names = [pool["name"] for pool in lab.edge.balancer.pools.values()]
    preview = lab.runtime.run(executor.preview(SetPoolWeights(CONNECTION, ZONE, BALANCER, ((names[0], 0.0),))), 10)
    assert preview.differences[0].after == "0"
    with pytest.raises(ChangeRefused, match="no pool would get anything"):
        lab.runtime.run(
            executor.preview(SetPoolWeights(CONNECTION, ZONE, BALANCER, tuple((one, 0.0) for one in names))), 10
        )


def test_weights_between_the_steps_are_rounded_and_told(lab: EdgeLab, executor: ChangeExecutor) -> None:
    change = SetPoolWeights(CONNECTION, ZONE, BALANCER, (("tokyo", 0.33), ("osaka", 0.5)))
    preview = lab.runtime.run(executor.preview(change), 10)
    assert preview.warnings == ("tokyo: 0.33 becomes 0.3, Cloudflare takes steps of 0.1.",)
    assert ("random_steering.pool_weights[tokyo]", "0.3") in {(one.path, one.after) for one in preview.differences}


def test_weights_are_refused_where_they_would_do_nothing(lab: EdgeLab, executor: ChangeExecutor) -> None:
    change = SetPoolWeights(CONNECTION, ZONE, BALANCER, (("atlantis", 0.5),))
    with pytest.raises(ChangeRefused, match="no pool atlantis") as refused:
        lab.runtime.run(executor.preview(change), 10)
    assert "tokyo, osaka, frankfurt" in refused.value.hint
    lab.edge.balancer.change({"steering_policy": "geo"}, lab.lab.now_s)
    with pytest.raises(ChangeRefused, match="does not steer by weights"):
        lab.runtime.run(executor.preview(SetPoolWeights(CONNECTION, ZONE, BALANCER, (("tokyo", 0.5),))), 10)
    lab.edge.balancer.change({"steering_policy": "random"}, lab.lab.now_s)
    with pytest.raises(ChangeRefused, match="no load balancer www"):
        lab.runtime.run(executor.preview(SetPoolWeights(CONNECTION, ZONE, "www", (("tokyo", 0.5),))), 10)


@pytest.mark.parametrize(
    "named",
    [
        {"files": (f"https://{ZONE}/cta/1",)},
        {"tags": ("cta",)},
        {"prefixes": (f"{ZONE}/proof",)},
        {"hosts": (ZONE,)},
        {"everything": True},
    ],
    ids=lambda named: next(iter(named)),
)
def test_purges_keep_to_the_rules_of_changes(lab: EdgeLab, executor: ChangeExecutor, named: dict[str, Any]) -> None:
    cache = lab.edge.cache
    change = PurgeCache(CONNECTION, ZONE, **named)
    lab.runtime.run(check_executor(executor, change, lambda: len(cache.purges), undoable=False, repeatable=False), 20)
    assert set(cache.purges[-1].named) == ({"purge_everything"} if "everything" in named else set(named))


def test_a_purge_of_another_console_cannot_be_verified(lab: EdgeLab, executor: ChangeExecutor) -> None:
    seen = lab.runtime.run(executor.verify(PurgeCache(CONNECTION, ZONE, tags=("never",))), 10)
    assert seen.truth is Truth.DIFFERENT
    assert "may be repeated" in seen.sentence


@pytest.mark.parametrize(
    ("name", "value"),
    [("segments", '["b2b"]'), ("new/key with ü?&", "1"), ("ranker/current", None)],
    ids=["change", "make", "remove"],
)
def test_values_keep_to_the_rules_of_changes(
    lab: EdgeLab, executor: ChangeExecutor, name: str, value: str | None
) -> None:
    entries = lab.edge.config.entries

    def disturb() -> None:
        entries[name] = KvEntry(b"by somebody else", {"owner": "platform"})

    change = PutKvValue(CONNECTION, CONFIG, name, value)
    world = lambda: {key: entry.value for key, entry in entries.items()}  # noqa: E731
    lab.runtime.run(check_executor(executor, change, world, disturb=disturb), 20)


def test_metadata_stays_and_what_is_lost_is_told(lab: EdgeLab, executor: ChangeExecutor) -> None:
    entries = lab.edge.config.entries
    entries["expiring"] = KvEntry(b"old", {"owner": "me"}, lab.lab.now_s + 3600)
    change = PutKvValue(CONNECTION, CONFIG, "expiring", "new")
    preview = lab.runtime.run(executor.preview(change), 10)
    assert any("expire" in words for words in preview.warnings)
    lab.runtime.run(executor.apply(change, preview.base), 10)
    assert entries["expiring"].value == b"new"
    assert entries["expiring"].metadata == {"owner": "me"}


@pytest.mark.parametrize("present", [b"\xff\xfe", b"x" * (MOST_BYTES + 1)], ids=["no text", "too large"])
def test_a_value_that_cannot_be_kept_cannot_be_brought_back(
    lab: EdgeLab, executor: ChangeExecutor, present: bytes
) -> None:
    lab.edge.config.entries["blob"] = KvEntry(present)
    preview = lab.runtime.run(executor.preview(PutKvValue(CONNECTION, CONFIG, "blob", "new")), 10)
    assert preview.inverse is None
    assert "cannot be undone" in preview.warnings[0]
    assert len(preview.differences[0].before) < 300
    with pytest.raises(ChangeRefused, match="no KV namespace nowhere"):
        lab.runtime.run(executor.preview(PutKvValue(CONNECTION, "nowhere", "blob", "new")), 10)
