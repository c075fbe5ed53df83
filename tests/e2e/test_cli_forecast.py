"""``cell-console capacity forecast`` on the real lab, and again without a network (proves L4.1)."""

import json

import pytest

from tests.fakes.lab import LabForTests
from tests.fakes.program import start


@pytest.fixture(scope="module")
def forecast(measured_lab: LabForTests) -> list[str]:
    return ["--estate", str(measured_lab.at.estate_file), "capacity", "forecast"]


def test_demand_is_forecast_and_again_without_a_network(forecast: list[str]) -> None:
    asked = [*forecast, "--cell", "tokyo", "--horizon", "14", "-o", "json"]
    found = start([*asked, "--metric", "rps", "--metric", "storage"])
    assert found.code == 0, found.err
    records = {(one["metric"], one["segment"]): one for one in json.loads(found.out)}
    assert set(records) == {
        ("rps", ""),
        ("rps", "b2b"),
        ("rps", "b2c"),
        ("rps", "enterprise"),
        ("storage", ""),
    }
    whole = records["rps", ""]
    assert 0 < whole["peak"] < whole["peak_upper"] < 5 * whole["recent_peak"]
    assert whole["history_days"] >= 7
    assert "short-reach" in whole["notes"]
    assert 'service=~"web"' in whole["source"]

    grown = start([*asked, "--cached", "--metric", "rps", "--segment", "b2b", "--growth", "300"])
    assert grown.code == 0, grown.err
    (record,) = json.loads(grown.out)
    assert record["scenario"] == "own"
    assert record["peak"] > 1.01 * records["rps", "b2b"]["peak"]

    days = start(
        [*forecast, "--cached", "--cell", "tokyo", "--metric", "rps", "--segment", "b2b", "--days", "-o", "csv"]
    )
    assert days.code == 0, days.err
    lines = days.out.splitlines()
    assert lines[0] == "cell,segment,metric,day,p05,p10,p25,p50,p75,p90,p95"
    assert len(lines) in {14, 15}

    storage = [*forecast, "--cached", "--cell", "tokyo", "--metric", "storage", "--over"]
    table = start([*storage, "1"])
    assert "GB" in table.out
    assert table.out.count("20") >= 3
    assert "not in sight" in start([*storage, "1e17"]).out


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (["--cell", "atlantis"], "The estate has no cell 'atlantis'"),
        (["--campaign", "tomorrow"], "'tomorrow' is no campaign"),
        (["--growth", "nan"], "--growth"),
    ],
)
def test_wrong_options_are_told(forecast: list[str], option: list[str], words: str) -> None:
    ended = start([*forecast, *option])
    assert ended.code == 2
    assert words in ended.err


def test_a_campaign_of_the_command_line_lifts_its_days(forecast: list[str]) -> None:
    start([*forecast, "--cell", "osaka", "--metric", "rps", "--horizon", "14"])
    asked = [*forecast, "--cached", "--cell", "osaka", "--metric", "rps", "--segment", "b2c", "-o", "json"]
    (plain,) = json.loads(start(asked).out)
    campaign = f"{plain['peak_day']}T00:00+09:00/1d=2.0"
    (lifted,) = json.loads(start([*asked, "--campaign", campaign]).out)
    assert lifted["peak"] == pytest.approx(2 * plain["peak"], rel=0.05)
    assert lifted["campaigns"][-1]["uplift"] == 2.0
