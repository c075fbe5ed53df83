"""Every shipped policy on its table of cases: allowed, refused and at the boundary. Proves L7.4."""

import json
from pathlib import Path

import pytest

from console.domain.policy.policy_word import shipped_policies
from console.services.policy.policy_case import CaseResult, agreed_input, merged, run_cases
from console.services.policy.policy_check import verdict_of
from console.services.policy.policy_module import PolicyModule, folder_modules, shipped_modules
from console.services.policy.rego_run import run_policies


@pytest.fixture(scope="module")
def results() -> tuple[CaseResult, ...]:
    """What all shipped policies say to all their cases."""
    return run_cases(shipped_modules())


def test_every_case_of_every_shipped_policy_holds(results: tuple[CaseResult, ...]) -> None:
    assert [one for one in results if not one.passed] == []
    assert len(results) >= 60


@pytest.mark.parametrize("module", shipped_modules(), ids=lambda one: one.name)
def test_every_shipped_policy_has_words_and_cases_that_allow_and_that_refuse(module: PolicyModule) -> None:
    assert module.name in shipped_policies()
    cases = json.loads(module.cases.read_text())
    assert {"allowed", "refused"} <= {one["expect"] for one in cases}


def test_a_change_that_all_agree_to_is_allowed_by_all_of_them_together() -> None:
    modules = shipped_modules()
    verdict = verdict_of(modules, run_policies(modules, [agreed_input()]))
    assert (verdict.checked, verdict.findings) == (8, ())


def test_refusals_come_before_warnings_and_say_how_to_comply() -> None:
    modules = shipped_modules()
    told = merged(
        agreed_input(),
        {
            "change": {"releases": True, "reason": ""},
            "budgets": [{"objective": "web", "cell": "osaka", "left": None}],
            "signatures": {"given": []},
        },
    )
    verdict = verdict_of(modules, run_policies(modules, [told]))
    assert [(one.policy, one.refuses) for one in verdict.findings] == [
        ("production-reason", True),
        ("second-signature", True),
        ("error-budget", False),
    ]
    assert all(one.comply for one in verdict.findings)


def written(folder: Path, name: str, source: str, cases: object = None) -> PolicyModule:
    (folder / f"{name}.rego").write_text(source)
    if cases is not None:
        (folder / f"{name}.cases.json").write_text(json.dumps(cases))
    (module,) = folder_modules(folder / f"{name}.rego")
    return module


OWN = """package team.quiet_hours

import rego.v1

deny contains {"text": "Nobody is there to help at night.", "comply": "Wait until 8 o'clock (UTC)."} if {
	input.time.hour < 8
}
"""


def test_an_own_policy_is_tried_on_its_cases(tmp_path: Path) -> None:
    cases = [
        {"name": "night", "expect": "refused", "says": "Nobody", "input": {"time": {"hour": 7}}},
        {"name": "day", "expect": "allowed", "input": {"time": {"hour": 8}}},
        {"name": "wrong", "expect": "allowed", "input": {"time": {"hour": 3}}},
    ]
    results = run_cases([written(tmp_path, "quiet_hours", OWN, cases)])
    assert [(one.case, one.passed) for one in results] == [("night", True), ("day", True), ("wrong", False)]


def test_a_policy_that_no_case_shows_refusing_fails_its_test(tmp_path: Path) -> None:
    # A typing error in Rego is "undefined", which allows everything: only a case that refuses finds it.
    mistyped = OWN.replace("input.time.hour", "input.tiem.hour")
    (result,) = run_cases([written(tmp_path, "mistyped", mistyped)])
    assert (result.passed, "No case" in result.said) == (False, True)
    night = [{"name": "night", "expect": "refused", "input": {"time": {"hour": 7}}}]
    assert not all(one.passed for one in run_cases([written(tmp_path, "mistyped", mistyped, night)]))
