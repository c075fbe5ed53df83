"""Which versions may begin to answer beside and after which, by hand. (proves E2.1)"""

from console.domain.model.compatibility import CompatibilityRule, Need
from console.domain.model.version_switch import VersionSwitch, version_switch

RULES = (
    CompatibilityRule("v1.4.x", ("v1.4.x",)),
    CompatibilityRule("v1.5.x", ("v1.4.2",), invalidate_cache=True, migration="scripts/1.5.sh"),
)
KNOWN = ("v1.5.1", "v1.5.0", "v1.4.2", "v1.4.1")


def switch(running: dict[str, float], wanted: dict[str, float]) -> VersionSwitch:
    return version_switch("v1.4.2", RULES, tuple(running.items()), tuple(wanted.items()), KNOWN)


def test_a_canary_that_works_with_what_runs_may_begin_and_names_what_it_needs() -> None:
    found = switch({"v1.4.2": 100.0}, {"v1.4.2": 95.0, "v1.5.0": 5.0})
    assert (found.refused, found.unjudged) == ((), ())
    (verdict,) = found.allowed
    assert (verdict.current, verdict.target) == ("v1.4.2", "v1.5.0")
    assert [one.need for one in verdict.actions] == [Need.MIGRATE, Need.CLEAR_CACHE]


def test_what_answers_already_may_get_more_or_fewer_calls() -> None:
    both = {"v1.4.2": 95.0, "v1.5.0": 5.0}
    assert switch(both, {"v1.5.0": 100.0}) == VersionSwitch()
    assert switch(both, {"v1.4.2": 50.0, "v1.5.0": 50.0}) == VersionSwitch()
    assert switch(both, {"v1.4.2": 100.0}) == VersionSwitch()


def test_a_switch_that_the_matrix_does_not_name_is_refused_and_told_the_way() -> None:
    (verdict,) = switch({"v1.5.0": 100.0}, {"v1.4.1": 100.0}).refused
    assert [(one.need, one.what) for one in verdict.actions] == [(Need.GO_THROUGH, "v1.4.2")]
    assert switch({"v1.4.2": 100.0}, {"v1.4.2": 99.0, "v1.6.0": 1.0}).refused
    beside = switch({"v1.4.2": 100.0}, {"v1.4.1": 90.0, "v1.5.0": 10.0})
    assert [(one.current, one.target) for one in beside.refused] == [("v1.4.1", "v1.5.0")]


def test_a_version_that_answers_already_must_fit_one_that_begins_beside_it() -> None:
    beside = switch({"v1.4.2": 95.0, "v1.5.0": 5.0}, {"v1.4.1": 60.0, "v1.5.0": 40.0})
    assert [(one.current, one.target) for one in beside.refused] == [("v1.4.1", "v1.5.0")]
    at_once = switch({"v1.4.2": 100.0}, {"v1.5.0": 60.0, "v1.4.2": 40.0})
    assert [(one.current, one.target) for one in at_once.allowed] == [("v1.4.2", "v1.5.0")]


def test_nothing_refuses_the_way_back_to_what_the_estate_calls_current() -> None:
    assert switch({"v9.0.0": 100.0}, {"v1.4.2": 100.0}) == VersionSwitch()
    assert switch({"v9.0.0": 100.0}, {"v1.4.1": 100.0}).refused


def test_an_allowed_switch_may_always_be_undone() -> None:
    before, after = {"v1.4.2": 95.0, "v1.5.0": 5.0}, {"v1.4.1": 100.0}
    assert not switch(before, after).refused
    assert not switch(after, before).refused


def test_names_that_are_no_versions_are_not_judged_and_told() -> None:
    found = switch({"v1.4.2": 100.0}, {"v1.4.2": 90.0, "weekly": 10.0})
    assert (found.refused, found.allowed, found.unjudged) == ((), (), ("weekly",))


def test_the_first_deployment_follows_nothing() -> None:
    assert switch({}, {"v1.6.0": 100.0}) == VersionSwitch()
