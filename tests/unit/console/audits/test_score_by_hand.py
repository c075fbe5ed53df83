"""Scores, states and health of one mixed repository against the formulas of spec/audits.md §3, written anew. G1.3."""

import pytest

from console.audits.audit_run import RepositoryReport, run_audits
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import ENTERPRISE, OPEN_SOURCE, STARTUP, AuditProfile
from console.domain.audit.audit_result import AuditResult
from console.domain.audit.forge_facts import ForgeFacts, ProtectionFact, ReviewFact
from tests.fakes.planted_repository import PlantedRepository, places

_WEIGHTS = {"critical": 10.0, "high": 7.5, "medium": 5.0, "low": 2.5}
_SEVERITIES = {
    "INT": "C H H M H H M M L M C H", "TDD": "H M L M C H L M L", "FLO": "H H H M H M M L M",
    "SAG": "M M L M L L M L L L",
    "GIT": "L L M M L M L M L H", "SRV": "C H M M H H M L M H", "STR": "C H H M L M L L L H", "PRE": "M H M L L M",
}  # fmt: skip
_LETTERS = {"C": "critical", "H": "high", "M": "medium", "L": "low"}
_FILES = {
    "shop/a.py": "import os\nPASSWORD = 'Tr0ub4dor&3'\n\n\ndef f(x):\n    return eval(x)\n",
    "shop/merged.yml": "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> topic\n",
    "tests/test_a.py": "from shop.a import f\n\n\ndef test_f():\n    assert True\n",
    "README.md": "# Shop\n\n## Install\n\n[gone](nothing.md)\n",
    "LICENSE": "MIT License\n",
    "SECURITY.md": "# Security\n",
    "CONTRIBUTING.md": "# Contributing\n",
    ".github/workflows/c.yml": "on: pull_request\njobs:\n  t:\n    runs-on: x\n    steps: [{run: pytest}]\n",
}
_FORGE = ForgeFacts(protection=ProtectionFact(False, True, 1, ()), reviews=(ReviewFact(1, "ann", ("bo",), "x", 1.0),))


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> PlantedRepository:
    made = PlantedRepository(tmp_path_factory.mktemp("mixed") / "shop")
    made.commit(_FILES, "Begin")
    for number in range(5):
        made.commit({"shop/b.py": f"B = {number}\n"}, f"Add {number}")
    return made


def _severity(rule: str) -> str:
    return _LETTERS[_SEVERITIES[rule[:3]].split()[int(rule[3:]) - 1]]


def _score(result: AuditResult) -> float | None:
    known = [one for one in result.outcomes if one.state == "measured"]
    weights = sum(_WEIGHTS[_severity(one.rule)] for one in known)
    if not weights:
        return None
    score = 100 * sum(_WEIGHTS[_severity(one.rule)] * (one.score or 0.0) for one in known) / weights
    return min(score, 39.0) if any(one.severity == "critical" for one in result.findings) else score


def _state(result: AuditResult, score: float | None, strictness: float) -> str:
    if score is None:
        return "not-run"  # nothing applies
    worst = {str(one.severity) for one in result.findings if one.baseline == "new"}
    if "critical" in worst or score < 100 * strictness - 20:
        return "warning" if result.audit is AuditName.PREDICTIVE else "failed"
    return "warning" if worst & {"critical", "high"} or score < 100 * strictness else "passed"


def _health(report: RepositoryReport, profile: AuditProfile) -> float:
    counted = [one for one in report.results if one.audit is not AuditName.PREDICTIVE]
    parts = [(2 if one.audit in profile.focus else 1, _score(one)) for one in counted]
    ran = [(weight, score) for weight, score in parts if score is not None]
    states = [one.state for result in counted for one in result.outcomes]
    evidence = states.count("measured") / (len(states) - states.count("not-applicable"))  # type: ignore[arg-type]
    return 0.9 * sum(weight * score for weight, score in ran) / sum(weight for weight, _ in ran) + 10 * evidence


@pytest.mark.parametrize("profile", [STARTUP, OPEN_SOURCE, ENTERPRISE], ids=lambda one: one.key)
def test_every_figure_follows_from_the_outcomes_by_the_formulas(
    mixed: PlantedRepository, profile: AuditProfile
) -> None:
    report = run_audits(mixed.checkout(profile=profile, forge=_FORGE), "mixed")
    assert places(report, "INT11") == {"shop/merged.yml:1"}
    for one in report.results:
        score = _score(one)
        assert one.score == (score if score is None else pytest.approx(score))
        assert one.status.value == _state(one, score, profile.strictness), one.audit
    integrity = next(one for one in report.results if one.audit is AuditName.INTEGRITY)
    assert integrity.score is not None
    assert integrity.score <= 39.0  # an open critical finding
    assert report.health.score == pytest.approx(_health(report, profile))
    assert (report.strictness, report.profile) == (profile.strictness, profile.key)
