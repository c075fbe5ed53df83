"""Own alert windows in Sloth's format, by hand-computed factors.

# proves L3.3
"""

from pathlib import Path

import pytest

from console.domain.slo.burn_policy import policy_for, usual_policy
from console.domain.slo.slo import AlertLevel
from console.domain.slo.slo_rules import slo_groups
from console.estate.slo.alert_windows import load_alert_windows
from console.estate.slo.load_slos import load_slos
from console.kernel.errors import UserError

DAY_S = 86_400
WINDOWS = """apiVersion: sloth.slok.dev/v1
kind: AlertWindows
spec:
  sloPeriod: PERIOD
  page:
    quick: {errorBudgetPercent: 8, shortWindow: 5m, longWindow: 1h}
    slow: {errorBudgetPercent: 12.5, shortWindow: 30m, longWindow: 6h}
  ticket:
    quick: {errorBudgetPercent: 20, shortWindow: 2h, longWindow: 1d}
    slow: {errorBudgetPercent: 42, shortWindow: 6h, longWindow: 3d}
"""


@pytest.fixture
def week(tmp_path: Path) -> Path:
    file = tmp_path / "week.yaml"
    file.write_text(WINDOWS.replace("PERIOD", "7d"))
    return file


def test_the_windows_of_the_oracle_are_the_usual_ones(shared_dir: Path) -> None:
    found = load_alert_windows([shared_dir / "oracles" / "sloth" / "windows-google-30d.yaml"])
    assert found == {30 * DAY_S: usual_policy(30 * DAY_S)}


def test_factors_follow_from_percentages_and_the_period(week: Path) -> None:
    # 8 % of 168 h in 1 h: 13.44; 12.5 % in 6 h: 3.5; 20 % in 24 h: 1.4; 42 % in 72 h: 0.98
    policy = policy_for(7 * DAY_S, load_alert_windows([week]))
    found = [one.factor(7 * DAY_S) for level in AlertLevel for one in policy.windows(level)]
    assert found == pytest.approx([13.44, 3.5, 1.4, 0.98])
    assert policy_for(30 * DAY_S, load_alert_windows([week])) == usual_policy(30 * DAY_S)


def test_other_lengths_are_recorded_and_alerted_on(tmp_path: Path, shared_dir: Path) -> None:
    file = tmp_path / "own.yaml"
    text = (
        WINDOWS.replace("PERIOD", "30d").replace("5m", "2m").replace("1h", "30m").replace("Percent: 8,", "Percent: 1,")
    )
    file.write_text(text)
    [slo] = load_slos([shared_dir / "oracles" / "sloth" / "getting-started.yml"], 30 * DAY_S)
    groups = slo_groups(slo, policy_for(slo.period_s, load_alert_windows([file])))
    records = {rule.record for group in groups for rule in group.rules}
    assert {"slo:sli_error:ratio_rate2m", "slo:sli_error:ratio_rate30m"} <= records
    assert "slo:sli_error:ratio_rate5m" not in records
    page = next(
        rule for group in groups for rule in group.rules if rule.alert and rule.labels["sloth_severity"] == "page"
    )
    assert "(14.4 * " in page.expr  # 1 % of 720 h in half an hour


@pytest.mark.parametrize(
    ("written", "by", "told"),
    [
        ("sloPeriod: 7d", "sloPeriod: soon", "'soon' is no duration"),
        ("shortWindow: 5m, longWindow: 1h", "shortWindow: 2h, longWindow: 1h", "must be shorter"),
        ("errorBudgetPercent: 8,", "errorBudgetPercent: 0,", "errorBudgetPercent"),
        ("errorBudgetPercent: 8,", "errorBudgetPercent: 101,", "errorBudgetPercent"),
        ("AlertWindows", "AlertWindow", "AlertWindows"),
        ("longWindow: 3d", "long: 3d", "longWindow"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, written: str, by: str, told: str) -> None:
    text = WINDOWS.replace("PERIOD", "7d")
    assert written in text
    file = tmp_path / "windows.yaml"
    file.write_text(text.replace(written, by))
    with pytest.raises(UserError, match=r"windows\.yaml:\d+") as caught:
        load_alert_windows([file])
    assert told in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        load_alert_windows([tmp_path / "none.yaml"])
