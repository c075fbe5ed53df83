"""The answer to a drop of accuracy, and the shares that it asks of a Worker.

# proves E6.2
"""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from console.domain.edge.edge_worker import EdgeWorker, VersionShare, WorkerVersion
from console.domain.edge.version_split import check_split
from console.domain.model.degradation import Degradation, DegradationAnswer, shares_after, weights_after
from console.domain.operations.value_limit import check_shares
from console.domain.resource import ResourceRef

ROLLBACK, ADJUST, MONITOR = DegradationAnswer.ROLLBACK, DegradationAnswer.ADJUST, DegradationAnswer.MONITOR


@pytest.mark.parametrize(
    ("accuracy", "answer"),
    [
        (0.80, MONITOR), (0.79, MONITOR), (0.77, MONITOR),  # up to 3 points below
        (0.769, ADJUST), (0.75, ADJUST),  # over 3, up to 5
        (0.749, ROLLBACK), (0.4, ROLLBACK), (0.9, MONITOR),
    ],
)  # fmt: skip
def test_the_drop_decides_the_answer(accuracy: float, answer: DegradationAnswer) -> None:
    assert Degradation(accuracy, 0.80).answer is answer


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_lower_accuracy_never_gets_a_softer_answer(one: float, other: float, reference: float) -> None:
    order = list(DegradationAnswer)
    low, high = sorted((one, other))
    assert order.index(Degradation(low, reference).answer) <= order.index(Degradation(high, reference).answer)


def worker(*running: tuple[str, float], versions: str = "dcba") -> EdgeWorker:
    known = tuple(
        WorkerVersion(one, "abcd".index(one) + 1, None, f"v1.{'abcd'.index(one)} Weekly training") for one in versions
    )
    shares = tuple(VersionShare(version, percent) for version, percent in running)
    return EdgeWorker(ResourceRef("edge", "Worker", "", "ranker"), "x", shares, None, known, (), None, None)


def test_a_rollback_gives_all_calls_to_the_older_of_two_versions() -> None:
    assert shares_after(ROLLBACK, worker(("c", 5), ("b", 95))) == (("b", 100.0),)
    assert shares_after(ROLLBACK, worker(("b", 95), ("c", 5))) == (("b", 100.0),)


def test_a_rollback_of_the_only_version_goes_to_the_one_uploaded_before() -> None:
    assert shares_after(ROLLBACK, worker(("c", 100))) == (("b", 100.0),)
    assert shares_after(ROLLBACK, worker(("a", 100))) == ()


def test_a_version_that_the_estate_trusts_goes_before_the_one_uploaded_last() -> None:
    assert shares_after(ROLLBACK, worker(("d", 100)), ("v1.1", "v1.0")) == (("b", 100.0),)
    assert shares_after(ROLLBACK, worker(("d", 100)), ("v1.3", "v1.0")) == (("a", 100.0),)
    assert shares_after(ROLLBACK, worker(("d", 100)), ("v", "")) == (("c", 100.0),)
    assert shares_after(ROLLBACK, worker(("d", 100)), ("1.3", "1.0")) == (("a", 100.0),), "a v may be missing"
    assert shares_after(ROLLBACK, worker(("d", 100)), ("v1.3.0", "v1.1.0")) == (("b", 100.0),), "and a zero"


def test_a_version_that_was_uploaded_twice_is_no_way_back_from_itself() -> None:
    def named(*shares: tuple[str, float], **notes: str) -> EdgeWorker:
        one = worker(*shares)
        return replace(one, versions=tuple(replace(known, note=notes[known.version_id]) for known in one.versions))

    again = named(("d", 100), d="v1.4.2 again", c="v1.4.2", b="v1.4.1", a="v1.4.0")
    assert shares_after(ROLLBACK, again, ("v1.4.2", "v1.4.1")) == (("b", 100.0),)
    beside = named(("b", 95), ("c", 5), d="v1.4.2 not deployed", c="v1.5.0", b="v1.4.2", a="v1.4.1")
    assert shares_after(ROLLBACK, beside, ("v1.4.2", "v1.4.1")) == (("b", 100.0),)


def test_an_adjustment_takes_half_of_the_newest_versions_calls() -> None:
    assert shares_after(ADJUST, worker(("b", 60), ("c", 40))) == (("b", 80.0), ("c", 20.0))
    assert shares_after(ADJUST, worker(("c", 100))) == (("b", 50.0), ("c", 50.0))


def test_watching_changes_nothing_and_neither_does_a_worker_that_never_ran() -> None:
    assert shares_after(MONITOR, worker(("c", 100))) == ()
    assert shares_after(ROLLBACK, worker()) == ()


@given(
    st.sampled_from([ROLLBACK, ADJUST]),
    st.permutations("abcd").flatmap(lambda order: st.sampled_from([order[:1], order[:2]])),
    st.floats(0.01, 99.99),
)
def test_what_is_asked_is_always_a_possible_split(answer: DegradationAnswer, names: list[str], percent: float) -> None:
    running = [(names[0], 100.0)] if len(names) == 1 else [(names[0], percent), (names[1], 100 - percent)]
    shares = shares_after(answer, worker(*running))
    if shares:
        check_split(shares)  # does not raise


def test_a_router_gives_a_degraded_model_nothing_or_half() -> None:
    weights = {"ranker": 40.0, "large": 45.0, "small": 15.0}
    assert weights_after(ROLLBACK, weights, "ranker") == pytest.approx({"ranker": 0, "large": 0.75, "small": 0.25})
    assert weights_after(ADJUST, weights, "ranker") == pytest.approx({"ranker": 0.2, "large": 0.6, "small": 0.2})
    assert weights_after(MONITOR, weights, "ranker") == {}
    assert weights_after(ROLLBACK, weights, "other") == {}
    assert weights_after(ROLLBACK, {"ranker": 1.0}, "ranker") == {}


@given(st.dictionaries(st.sampled_from("abcd"), st.floats(0, 1e6), min_size=1), st.sampled_from([ROLLBACK, ADJUST]))
@example({"a": 5e-324, "b": 5e-324, "c": 5e-324}, ROLLBACK)
@example({"a": 5e-324, "b": 0.0, "c": 5e-324}, ROLLBACK)
@example({"a": 1e6, "b": 1e-11}, ADJUST)
def test_router_weights_always_share_the_whole(weights: dict[str, float], answer: DegradationAnswer) -> None:
    after = weights_after(answer, weights, "a")
    if after:
        assert set(after) == set(weights)
        check_shares(tuple(after.items()))
