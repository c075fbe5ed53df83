"""Scenarios for promtool: what fires is known before, and promtool finds it so, or finds the rule that is wrong.

# proves L3.3
"""

import shutil
from pathlib import Path

import pytest
import yaml

from console.domain.slo.burn_policy import BurnPolicy, BurnWindow, usual_policy
from console.domain.slo.indicator import EventIndicator
from console.domain.slo.rule_scenario import RuleScenario, rule_scenarios
from console.domain.slo.slo import AlertLevel, Slo, SloAlert, SloAlerting
from console.kernel.errors import UserError
from console.services.rule_files import check_scenarios, write_rules, write_scenarios

DAY_S = 86_400
EVENTS = EventIndicator("sum(rate(errors_total[{{.window}}]))", "sum(rate(all_total[{{.window}}]))")


def slo(name: str, percent: float, alerting: SloAlerting | None = None) -> Slo:
    notes = {"summary": "{{ $labels.sloth_slo }} at {{ $value }}"}
    return Slo("web", name, percent, EVENTS, 30 * DAY_S, {"team": "a"}, alerting or SloAlerting("Burn", {}, notes))


SLOS = (
    slo("strict", 99.99),
    slo("usual", 99.9),
    slo("lax", 90.0),
    slo("tickets", 99.0, SloAlerting("Burn", page=SloAlert(enabled=False))),
    slo("silent", 99.0, SloAlerting()),
)
POLICY = usual_policy(30 * DAY_S)
OWN = {
    30 * DAY_S: BurnPolicy(
        30 * DAY_S,
        page=(BurnWindow(1, 120, 1800), BurnWindow(2, 900, 10_800)),
        ticket=(BurnWindow(5, 3600, 43_200), BurnWindow(5, 10_800, 129_600)),
    )
}
needs_promtool = pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")


@pytest.mark.parametrize(
    ("ratios", "page", "ticket"),
    [
        ({300: 0.0145, 3600: 0.0145}, True, False),  # 14.5 x 0.1 %: above 14.4
        ({300: 0.0143, 3600: 0.0143}, False, False),
        ({300: 0.0145}, False, False),
        ({1800: 0.0061, 21_600: 0.0061}, True, False),
        ({7200: 0.0031, 86_400: 0.0031}, False, True),
        ({21_600: 0.0011, 259_200: 0.0011}, False, True),
        ({}, False, False),
    ],
)
def test_what_fires_is_that_of_the_workbook(ratios: dict[int, float], page: bool, ticket: bool) -> None:
    one, usual = RuleScenario("", ratios), SLOS[1]
    assert (one.fires(usual, POLICY, AlertLevel.PAGE), one.fires(usual, POLICY, AlertLevel.TICKET)) == (page, ticket)


def test_a_lax_objective_cannot_be_burnt_fast_enough_to_page_quickly() -> None:
    one = next(each for each in rule_scenarios(SLOS[2], POLICY) if each.name == "page quick: both windows above")
    assert not one.fires(SLOS[2], POLICY, AlertLevel.PAGE)  # 14.4 x 10 % is more than everything


@needs_promtool
@pytest.mark.parametrize("own", [{}, OWN], ids=["usual", "own windows"])
def test_promtool_finds_the_alerts_as_expected(tmp_path: Path, own: dict[int, BurnPolicy]) -> None:
    write_rules(SLOS, tmp_path, {}, own)
    [file] = write_scenarios(SLOS, tmp_path, own)
    tests = yaml.safe_load(file.read_text())["tests"]
    assert [len(one["promql_expr_test"]) for one in tests] == 5 * [2 * 18]  # two levels
    expected = [
        sample["value"] for one in tests for check in one["promql_expr_test"] for sample in check["exp_samples"]
    ]
    assert {0, 1} == set(expected)
    assert check_scenarios([file]) == "Checked by promtool; valid files: 1."


@needs_promtool
@pytest.mark.parametrize(
    ("written", "by"), [("> (14.4 *", "> (15.4 *"), ("> (14.4 *", "> (13.4 *"), ("    and\n", "    or\n")]
)
def test_a_rule_that_is_wrong_is_found(tmp_path: Path, written: str, by: str) -> None:
    [rules] = write_rules(SLOS[1:2], tmp_path, {}, {})
    [file] = write_scenarios(SLOS[1:2], tmp_path, {})
    groups = yaml.safe_load(rules.read_text())
    alert = groups["groups"][2]["rules"][0]
    assert written in alert["expr"]
    alert["expr"] = alert["expr"].replace(written, by)
    rules.write_text(yaml.safe_dump(groups))
    with pytest.raises(UserError, match="promtool refuses"):
        check_scenarios([file])
