"""Rules of objectives are those that Sloth generates, and they behave as computed by hand.

# proves L3.3
"""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from console.domain.slo.burn_policy import usual_policy
from console.domain.slo.duration import duration_text, prometheus_duration, seconds_of
from console.domain.slo.indicator import EventIndicator
from console.domain.slo.slo import AlertLevel, Slo, SloAlerting
from console.domain.slo.slo_rules import ratio_name, slo_groups
from console.estate.slo.load_slos import load_slos
from console.services.rule_files import check_rules, write_rules

DAY_S = 86_400
EXAMPLE = "examplesgen.sh"
OF_THE_GENERATOR = ("sloth_mode", "sloth_version")


def generated(file: Path, **labels: str) -> list[dict[str, Any]]:
    return [
        group.content()
        for slo in load_slos([file], 30 * DAY_S)
        for group in slo_groups(slo, usual_policy(slo.period_s), labels)
    ]


def plain(groups: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Return what rules mean: labels without the generator's own, expressions without their white space."""
    found = []
    for group in groups:
        for rule in group["rules"]:
            labels = {name: value for name, value in rule["labels"].items() if name not in OF_THE_GENERATOR}
            # Sloth's own integration test escapes braces for the template engine that it is run by.
            notes = {name: text.replace('{{"{{', "{{").replace('}}"}}', "}}") for name, text in rule.get("annotations", {}).items()}  # fmt: skip # noqa: E501
            expr = "".join(rule["expr"].split())
            found.append((group["name"], rule.get("record"), rule.get("alert"), labels, notes, expr))
    return found


@pytest.mark.parametrize(
    ("name", "labels"), [("getting-started", {"cmd": EXAMPLE}), ("home-wifi", {"cmd": EXAMPLE}), ("base", {})]
)
def test_rules_equal_those_of_sloth(name: str, labels: dict[str, str], shared_dir: Path) -> None:
    folder = shared_dir / "oracles" / "sloth"
    expected = yaml.safe_load((folder / f"{name}.expected.yml").read_text())["groups"]
    assert plain(generated(folder / f"{name}.yml", **labels)) == plain(expected)


def test_the_windows_are_those_of_the_workbook(shared_dir: Path) -> None:
    told = yaml.safe_load((shared_dir / "oracles" / "sloth" / "windows-google-30d.yaml").read_text())["spec"]
    policy = usual_policy(30 * DAY_S)
    for level in AlertLevel:
        for speed, window in zip(("quick", "slow"), policy.windows(level), strict=True):
            one = told[level.value][speed]
            assert window.budget_percent == one["errorBudgetPercent"]
            assert (duration_text(window.short_s), duration_text(window.long_s)) == (
                one["shortWindow"],
                one["longWindow"],
            )


@pytest.mark.parametrize(
    ("days", "factors"),
    [(30, (14.4, 6, 3, 1)), (28, (13.44, 5.6, 2.8, 0.9333)), (7, (14.4, 6, 3, 1)), (90, (14.4, 6, 3, 1))],
)
def test_burn_rates_by_period(days: int, factors: tuple[float, ...]) -> None:
    policy = usual_policy(days * DAY_S)
    found = [one.factor(days * DAY_S) for level in AlertLevel for one in policy.windows(level)]
    assert found == pytest.approx(factors, rel=1e-4)


def test_four_weeks_are_written_and_computed_as_sloth_does() -> None:
    """The digits of Sloth's own quotients, and its ``4w``: what is recorded goes on when one replaces the other."""
    slo = Slo(
        "web",
        "one",
        99.0,
        EventIndicator("bad[{{.window}}]", "all[{{.window}}]"),
        28 * DAY_S,
        alerting=SloAlerting("A"),
    )
    ratios, facts, alerts = slo_groups(slo, usual_policy(slo.period_s))
    period = ratios.rules[-1]
    assert (period.record, period.labels["sloth_window"]) == ("slo:sli_error:ratio_rate4w", "4w")
    assert '"one"}[4w]' in period.expr
    assert "slo:sli_error:ratio_rate4w{" in facts.rules[4].expr
    factors = re.findall(r"\((\S+) \* 0\.01\)", "".join(one.expr for one in alerts.rules))[::2]
    assert factors == ["13.44", "5.6000000000000005", "2.8000000000000003", "0.9333333333333333"]


@pytest.mark.parametrize("days", [1, 7, 14, 31, 90, 365])
def test_burn_rates_that_were_chosen_stay_round(days: int) -> None:
    policy = usual_policy(days * DAY_S)
    found = [one.factor(days * DAY_S) for level in AlertLevel for one in policy.windows(level)]
    assert found == [14.4, 6, 3, 1]


@pytest.fixture
def promtool() -> str:
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("needs promtool: apt-get install prometheus")
    return program


def test_the_rules_behave_as_computed_by_hand(promtool: str, shared_dir: Path, tmp_path: Path) -> None:
    # The scenarios are derived by hand; promtool evaluates our rules on them.
    oracle = shared_dir / "oracles"
    slos = load_slos([oracle / "sloth" / "getting-started.yml"], 30 * DAY_S)
    [rules] = write_rules(slos, tmp_path, {"cmd": "examplesgen.sh"}, {})
    tests = yaml.safe_load((oracle / "promtool" / "sloth-getting-started.test.yml").read_text())
    tests["rule_files"] = [str(rules)]
    (tmp_path / "test.yml").write_text(yaml.safe_dump(tests))
    ended = subprocess.run([promtool, "test", "rules", "test.yml"], cwd=tmp_path, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_steady_errors_alert_at_the_burn_rates_of_the_oracle(shared_dir: Path) -> None:
    told = json.loads((shared_dir / "oracles" / "promtool" / "scenarios.json").read_text())["steady_error_ratio"]
    policy = usual_policy(30 * DAY_S)
    for case in told:
        for level in AlertLevel:
            burns = any(case["error"] / 0.001 > one.factor(30 * DAY_S) for one in policy.windows(level))
            assert burns is bool(case[level.value]), case


def test_promtool_accepts_the_rules_of_every_openslo_example_with_real_queries(promtool: str, tmp_path: Path, shared_dir: Path) -> None:  # fmt: skip # noqa: E501
    files = []
    for place, file in enumerate(sorted((shared_dir / "oracles" / "openslo" / "examples").rglob("*.yaml"))):
        text = file.read_text().replace("query: Any", f'query: http_requests_total{{job="j{place}"}}')
        one = tmp_path / f"{place}.yaml"
        one.write_text(text.replace("service: ", f"service: s{place}-"))
        files.append(one)
    written = write_rules(load_slos(files, 30 * DAY_S), tmp_path / "rules", {}, {})
    assert len(written) == len(files)
    assert "valid" in check_rules(written)


@given(st.integers(min_value=1, max_value=10 * 365 * DAY_S))
def test_a_duration_that_is_written_reads_as_the_same(seconds: int) -> None:
    assert seconds_of(duration_text(seconds)) == seconds


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(28 * DAY_S, "4w"), (90 * DAY_S, "90d"), (365 * DAY_S, "1y"), (5400, "1h30m"), (36 * 3600, "1d12h"), (45, "45s")],
)
def test_a_duration_is_written_as_prometheus_writes_it(seconds: int, text: str) -> None:
    assert prometheus_duration(seconds) == text
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["", "5", "m", "-5m", "1.5h", "5 m", "0m", "99999999y", "5mm", "1ms"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        seconds_of(text)


@pytest.mark.parametrize("period_s", [3600, DAY_S, 3 * DAY_S])
def test_a_period_as_long_as_a_window_of_the_alerts_is_recorded_once(period_s: int) -> None:
    slo = Slo("web", "one", 99.0, EventIndicator("bad[{{.window}}]", "all[{{.window}}]"), period_s)
    [ratios, *_] = slo_groups(slo, usual_policy(period_s))
    names = [one.record for one in ratios.rules]
    assert len(names) == len(set(names))
    assert ratio_name(period_s) in names
