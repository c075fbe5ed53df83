"""Whole planted repositories, audited with everything: precision and recall of what is found. Proves G1.11."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.planted.c_library import C_LIBRARY
from tests.fakes.planted.go_service import GO_SERVICE
from tests.fakes.planted.infrastructure import INFRASTRUCTURE
from tests.fakes.planted.java_shop import JAVA_SHOP
from tests.fakes.planted.mixed_house import MIXED_HOUSE
from tests.fakes.planted.python_web import PYTHON_WEB
from tests.fakes.planted.script_front import SCRIPT_FRONT

pytestmark = pytest.mark.slow  # fifteen seconds of programs on a quiet machine

PROJECTS = (PYTHON_WEB, SCRIPT_FRONT, GO_SERVICE, JAVA_SHOP, MIXED_HOUSE, C_LIBRARY, INFRASTRUCTURE)
_PRECISION, _RECALL, _EACH = 0.95, 0.9, 0.8
Places = frozenset[tuple[str, str]]


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Places, Places]]:
    """What had to be found and what was, by project; places carry the project's name."""
    folder: Path = tmp_path_factory.mktemp("planted")
    return {one.name: (one.expected, one.found(folder)) for one in PROJECTS}


def _table(counts: dict[str, tuple[Places, Places]]) -> Iterator[tuple[str, int, int, int]]:
    """Yield each rule with what was found rightly, what wrongly, and what was missed."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for expected, found in counts.values():
        right.update(rule for rule, _ in expected & found)
        wrong.update(rule for rule, _ in found - expected)
        missed.update(rule for rule, _ in expected - found)
    for rule in sorted({*right, *wrong, *missed}):
        yield rule, right[rule], wrong[rule], missed[rule]


def test_what_is_planted_is_found_and_little_else(counts: dict[str, tuple[Places, Places]]) -> None:
    rows = list(_table(counts))
    for name, (expected, found) in counts.items():
        print(f"{name}: missed {sorted(expected - found)}, extra {sorted(found - expected)}")
    for rule, right, wrong, missed in rows:
        print(f"{rule} right {right:3} wrong {wrong:3} missed {missed:3}")
    right, wrong, missed = (sum(row[place] for row in rows) for place in (1, 2, 3))
    print(f"precision {right / (right + wrong):.1%}, recall {right / (right + missed):.1%} of {right + missed}")
    assert right / (right + wrong) >= _PRECISION
    assert right / (right + missed) >= _RECALL


def test_no_rule_is_much_worse_than_the_others(counts: dict[str, tuple[Places, Places]]) -> None:
    bad = [row for row in _table(counts) if row[1] < _EACH * (row[1] + row[2]) or row[1] < _EACH * (row[1] + row[3])]
    assert bad == []


def test_the_projects_plant_enough_to_tell() -> None:
    planted = [rule for one in PROJECTS for rule, _ in one.expected]
    assert len(planted) >= 150
    assert len(set(planted)) >= 40
