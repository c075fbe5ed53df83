"""Strictness moves the thresholds of rules by the one documented rule. Proves G1.7."""

from pathlib import Path

import pytest

from console.audits.audit_rule import load_rules
from console.domain.audit.audit_profile import ENTERPRISE, OPEN_SOURCE, STARTUP, AuditProfile, threshold
from console.domain.audit.rule_outcome import RuleOutcome
from tests.fakes.planted_repository import PlantedRepository

_LONG = "".join(f"    one += {n}\n" for n in range(103))
_WIDE = ", ".join(f"p{n}" for n in range(7))
_MB = 1 << 20
_BETWEEN = {
    # (rule, whether it is found by startup, open-source, enterprise): each lies between the thresholds of two profiles
    "STR05": {"long.py:1": (False, True, True), "wide.py:1": (False, False, True)},
    "GIT03": {"many lines": (False, True, True), "fewer lines": (False, False, True)},
    "GIT02": {"long subject": (False, True, True)},
    "GIT04": {"large.bin": (False, True, True)},
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> PlantedRepository:
    made = PlantedRepository(tmp_path_factory.mktemp("strictness") / "shop")
    made.commit({"README.md": "# Shop\n"})
    made.commit(
        {"long.py": f"def long(one):\n{_LONG}    return one\n", "wide.py": f"def wide({_WIDE}):\n    return p0\n"}
    )
    made.commit({"many.py": "".join(f"A{n} = {n}\n" for n in range(1050))}, "Add many lines of constants")
    made.commit({"fewer.py": "".join(f"B{n} = {n}\n" for n in range(950))}, "Add fewer lines of constants")
    made.commit({"note.md": "Note\n"}, "Add a note, with a long subject " + "x" * 75)
    made.commit({"assets/large.bin": b"\x89text\n" * (round(5.3 * _MB) // 6)})
    return made


@pytest.mark.parametrize(
    ("profile", "place"), [(STARTUP, 0), (OPEN_SOURCE, 1), (ENTERPRISE, 2)], ids=lambda one: getattr(one, "key", "")
)
@pytest.mark.parametrize("rule", sorted(_BETWEEN))
def test_what_lies_between_the_thresholds_is_found_by_the_stricter_profile_only(
    repository: PlantedRepository, rule: str, profile: AuditProfile, place: int
) -> None:
    outcome = next(one for one in load_rules() if one.key == rule).check(repository.checkout(profile=profile))
    told = {name: _is_told(outcome, name) for name in _BETWEEN[rule]}
    assert told == {name: wanted[place] for name, wanted in _BETWEEN[rule].items()}


def _is_told(outcome: RuleOutcome, name: str) -> bool:
    return any(name in f"{one.path}:{one.line} {one.evidence}" for one in outcome.findings)


def test_the_rule_is_ten_percent_stricter_for_enterprise_and_fifteen_laxer_for_startup() -> None:
    assert threshold(100, ENTERPRISE.strictness) == pytest.approx(90)
    assert threshold(100, OPEN_SOURCE.strictness) == pytest.approx(100)
    assert threshold(100, STARTUP.strictness) == pytest.approx(115)
    assert threshold(0.8, ENTERPRISE.strictness, fewer_is_stricter=False) == pytest.approx(0.88)
    assert threshold(0.8, STARTUP.strictness, fewer_is_stricter=False) == pytest.approx(0.68)


def test_rules_with_a_usual_value_ask_for_the_threshold(root_dir: Path) -> None:
    files = [one for one in (root_dir / "console/audits").rglob("*.py") if "_USUAL" in one.read_text()]
    having = {one.stem for one in files if "\n_USUAL" in one.read_text() and "re.compile" not in one.read_text()}
    lacking = {one.stem for one in files if one.stem in having and "threshold(" not in one.read_text()}
    assert lacking <= {"commit_convention"}  # there the share tells whether the convention exists at all
