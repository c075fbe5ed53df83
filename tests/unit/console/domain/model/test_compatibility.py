"""Which version may follow which, why not, and what is needed. (proves E2.1)"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.model.compatibility import (
    CompatibilityRule,
    Ground,
    Need,
    NeededAction,
    check_switch,
    is_version,
    matches,
)

RULES = (
    CompatibilityRule("v1.4.x", ("v1.4.x",)),
    CompatibilityRule("v1.5.x", ("v1.4.2",), invalidate_cache=True, migration="scripts/1.5.sh"),
)
KNOWN = ("v1.4.1", "v1.4.2", "v1.5.0")
VERSIONS = st.builds("v{}.{}.{}".format, *[st.integers(0, 3)] * 3)


@pytest.mark.parametrize(
    ("version", "pattern", "inside"),
    [
        ("v1.2.3", "v1.2.x", True), ("v1.3.0", "v1.2.x", False), ("v1.2.3", "v1.x", True), ("v1.2.3", "1.2.3", True),
        ("1.2.3", "v1.2", True), ("v1.2.3", "v1.2.4", False), ("v2.0.0", "v1.x.x", False), ("v1.2", "v1.2.0", True),
        ("v1.10.0", "v1.1.x", False), ("nightly", "v1.x", False), ("v1.2.3", "latest", False),
    ],
)  # fmt: skip
def test_ranges(version: str, pattern: str, inside: bool) -> None:
    assert matches(version, pattern) is inside


def test_a_switch_within_a_range_needs_nothing() -> None:
    verdict = check_switch("v1.4.1", "v1.4.2", RULES)
    assert verdict.is_compatible
    assert verdict.actions == ()


@pytest.mark.parametrize("other", ["1.5.0", "v1.5", "v1.5.0"])
def test_a_version_written_in_another_way_is_no_switch(other: str) -> None:
    rules = (CompatibilityRule("v1.x", ("v1.x",), invalidate_cache=True, migration="scripts/1.sh"),)
    assert check_switch("v1.5.0", other, rules).actions == ()
    assert check_switch("v1.5.0", other, ()).is_compatible


def test_a_switch_up_names_its_migration_and_the_cache() -> None:
    verdict = check_switch("v1.4.2", "v1.5.0", RULES)
    assert verdict.is_compatible
    assert verdict.actions == (NeededAction(Need.MIGRATE, "scripts/1.5.sh"), NeededAction(Need.CLEAR_CACHE))


def test_the_way_back_undoes_the_migration_and_clears_the_cache() -> None:
    verdict = check_switch("v1.5.0", "v1.4.2", RULES)
    assert verdict.is_compatible
    assert verdict.actions == (NeededAction(Need.MIGRATE_BACK, "scripts/1.5.sh"), NeededAction(Need.CLEAR_CACHE))


def test_an_incompatible_switch_is_refused_with_its_reason_and_a_way_around() -> None:
    verdict = check_switch("v1.4.1", "v1.5.0", RULES, KNOWN)
    assert not verdict.is_compatible
    (reason,) = verdict.reasons
    assert (reason.ground, reason.about, reason.ranges) == (Ground.DOES_NOT_WORK_WITH, "v1.5.0", ("v1.4.2",))
    assert verdict.actions == (NeededAction(Need.GO_THROUGH, "v1.4.2"),)


def test_a_version_that_the_matrix_does_not_name_is_refused() -> None:
    verdict = check_switch("v1.4.2", "v2.0.0", RULES, KNOWN)
    assert [one.ground for one in verdict.reasons] == [Ground.NOT_IN_MATRIX]
    assert verdict.actions == (NeededAction(Need.ADD_TO_MATRIX, "v2.0.0"),)


def test_what_is_no_version_is_refused() -> None:
    verdict = check_switch("v1.4.2", "latest; rm -rf", RULES)
    assert [one.ground for one in verdict.reasons] == [Ground.NOT_A_VERSION]
    assert not is_version("latest; rm -rf")


@given(VERSIONS, VERSIONS)
def test_a_pair_is_compatible_in_both_directions_or_in_none(one: str, other: str) -> None:
    forth, back = check_switch(one, other, RULES), check_switch(other, one, RULES)
    assert forth.is_compatible == back.is_compatible
    assert forth.is_compatible or forth.actions, "a refusal says what to do"


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_gives_a_verdict(current: str, target: str) -> None:
    verdict = check_switch(current, target, RULES, KNOWN)
    assert verdict.is_compatible or verdict.reasons
