"""A purge that skips a stage is refused (L7.7)."""

from dataclasses import replace

import pytest

from console.domain.change import Change, ChangeState, Moment
from console.domain.operation import Operation
from console.domain.operation_form import UnknownOperation
from console.domain.operations.purge_cache import PurgeCache
from console.domain.purge_order import SINCE_S, PurgeLevel, demand_order, level_of
from console.kernel.errors import ChangeRefused
from tests.fakes.two_operators import planned_change

NOW_S = 1_700_000_000.0
EDGE = PurgeCache("edge", "shop.example", tags=("cta",))
REGIONAL = PurgeCache("edge", "shop.example", hosts=("shop.example",))
GLOBAL = PurgeCache("edge", "shop.example", everything=True)


def done(operation: PurgeCache, state: ChangeState = ChangeState.VERIFIED, ago_s: float = 60.0) -> Change:
    return replace(planned_change(), operation=operation, moments=(Moment(state, NOW_S - ago_s),))


def test_levels_go_by_how_much_goes() -> None:
    assert [level_of(one) for one in (EDGE, REGIONAL, GLOBAL)] == list(PurgeLevel)
    assert level_of(PurgeCache("edge", "shop.example", prefixes=("shop.example/news",))) is PurgeLevel.EDGE
    assert level_of(PurgeCache("edge", "shop.example", prefixes=("shop.example",))) is PurgeLevel.REGIONAL
    assert level_of(planned_change().operation) is None


@pytest.mark.parametrize(
    ("wanted", "before"),
    [
        (REGIONAL, ()),
        (GLOBAL, (done(EDGE),)),
        (REGIONAL, (done(EDGE, ChangeState.FAILED),)),
        (REGIONAL, (done(EDGE, ChangeState.APPLIED),)),
        (REGIONAL, (done(EDGE, ago_s=SINCE_S + 1),)),
        (REGIONAL, (done(replace(EDGE, zone="other.example")),)),
    ],
)
def test_a_stage_whose_predecessor_was_not_verified_lately_is_refused(
    wanted: PurgeCache, before: tuple[Change, ...]
) -> None:
    with pytest.raises(ChangeRefused, match=r"No .* was verified"):
        demand_order(wanted, before, NOW_S)


def test_stages_in_order_and_everything_else_pass() -> None:
    allowed = (
        (EDGE, ()), (REGIONAL, (done(EDGE),)), (GLOBAL, (done(EDGE), done(REGIONAL))), (planned_change().operation, ())
    )  # fmt: skip
    assert [_refusal(wanted, before) for wanted, before in allowed] == [""] * len(allowed)


def test_everything_waits_for_the_regional_purge_of_this_update() -> None:
    earlier = (done(EDGE, ago_s=900.0), done(REGIONAL, ago_s=600.0), done(GLOBAL, ago_s=300.0))
    assert _refusal(GLOBAL, earlier) == ""
    begun = (*earlier, done(EDGE, ago_s=60.0))
    assert _refusal(GLOBAL, begun) == "No regional purge of shop.example was verified since its last edge purge."
    assert _refusal(REGIONAL, begun) == ""
    assert _refusal(GLOBAL, (*begun, done(REGIONAL, ago_s=30.0))) == ""
    assert _refusal(GLOBAL, (*earlier, done(EDGE, ChangeState.FAILED, ago_s=60.0))) == "", "nothing was renewed"


def _refusal(wanted: Operation | UnknownOperation, before: tuple[Change, ...]) -> str:
    try:
        demand_order(wanted, before, NOW_S)
    except ChangeRefused as refused:
        return refused.message
    return ""
