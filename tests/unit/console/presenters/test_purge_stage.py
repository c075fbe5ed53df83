"""A cache is purged edge, regional, global; each stage waits until the one before was verified."""

# proves L7.7

import pytest

from console.domain.change import Change, ChangeState, Moment
from console.domain.edge.zone import Zone
from console.domain.operations.purge_cache import PurgeCache
from console.domain.purge_order import SINCE_S, PurgeLevel
from console.domain.resource import ResourceRef
from console.kernel.errors import UserError
from console.presenters.routing.purge_stage import purge_of, purge_stages, zones_of
from console.store.state import ObjectTable, State
from tests.fakes.routed_estate import WHOLE
from tests.fakes.small_estate import NOW_S

ZONE = Zone(ResourceRef("edge", "Zone", "", "shop.example"), "id", "active", False, "", None)
EDGE, REGIONAL, GLOBAL = (
    PurgeCache("edge", "shop.example", tags=("cta",)),
    PurgeCache("edge", "shop.example", hosts=("asia.shop.example",)),
    PurgeCache("edge", "shop.example", everything=True),
)


def change(number: int, operation: PurgeCache, state: ChangeState, at_s: float) -> Change:
    return Change(str(number), "shop", "production", "ann", "", operation, "0" * 32, (Moment(state, at_s),))


def told(*changes: Change) -> list[tuple[str, str]]:
    state = State(estate=WHOLE, changes={one.id: one for one in changes})
    return [(one.state, one.why_not) for one in purge_stages(state, ZONE, NOW_S)]


def test_only_the_edge_may_begin() -> None:
    waits = "First {} has to be purged and verified."
    assert told() == [
        ("not begun", ""),
        ("not begun", waits.format("1 Edge")),
        ("not begun", waits.format("2 Regional")),
    ]


def test_a_stage_opens_when_the_one_before_is_verified_and_not_earlier() -> None:
    applied = told(change(1, EDGE, ChangeState.APPLIED, NOW_S - 60))
    assert applied[0][1] == "It is on its way."
    assert applied[1][1].startswith("First 1 Edge")
    failed = told(change(1, EDGE, ChangeState.FAILED, NOW_S - 60))
    assert [one[1][:5] for one in failed] == ["", "First", "First"]
    verified = told(change(1, EDGE, ChangeState.VERIFIED, NOW_S - 60))
    assert [one[1][:5] for one in verified] == ["", "", "First"]
    both = told(
        change(1, EDGE, ChangeState.VERIFIED, NOW_S - 60), change(2, REGIONAL, ChangeState.VERIFIED, NOW_S - 30)
    )
    assert [one[1] for one in both] == ["", "", ""]


def test_what_was_purged_before_this_update_does_not_count() -> None:
    old = change(1, REGIONAL, ChangeState.VERIFIED, NOW_S - 90)
    found = told(change(2, EDGE, ChangeState.VERIFIED, NOW_S - 60), old)
    assert found[1][0] == "not begun"
    assert found[2][1].startswith("First 2 Regional")
    assert told(change(1, EDGE, ChangeState.VERIFIED, NOW_S - SINCE_S - 1))[1][1].startswith("First 1 Edge")
    other = PurgeCache("edge", "other.example", tags=("cta",))
    assert told(change(1, other, ChangeState.VERIFIED, NOW_S - 60))[1][1].startswith("First 1 Edge")


def test_each_stage_makes_its_own_purge() -> None:
    assert purge_of(ZONE, PurgeLevel.EDGE, ["cta"]) == EDGE
    assert purge_of(ZONE, PurgeLevel.EDGE, ["https://shop.example/a"]).files == ("https://shop.example/a",)
    assert purge_of(ZONE, PurgeLevel.REGIONAL, ["asia.shop.example"]) == REGIONAL
    assert purge_of(ZONE, PurgeLevel.GLOBAL, []) == GLOBAL
    with pytest.raises(UserError):
        purge_of(ZONE, PurgeLevel.REGIONAL, [])


def test_the_zones_of_all_accounts_are_known() -> None:
    state = State(estate=WHOLE, objects={("edge", "zones"): ObjectTable({ZONE.ref: ZONE}, NOW_S)})
    assert zones_of(state) == (ZONE,)
