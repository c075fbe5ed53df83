"""``cell-console capacity forecast`` of less than a whole local day: no peak is known, and that is said."""

import json
from pathlib import Path

import pytest
import yaml

from console.cli import program
from console.domain.forecast.make_outlook import make_outlook
from console.domain.forecast.outlook import TOPIC
from console.domain.forecast.providers.weekly_naive import WeeklyNaive
from console.kernel.paths import Paths
from console.store.history.history import History
from console.store.state import ObjectTable, State
from tests.fakes.demand import demand, series
from tests.fakes.small_estate import ESTATE

NOTE = "No whole day lies ahead, so no daily peak is known: use --horizon 2 or more. (1 of 1 forecasts)"


@pytest.fixture
def forecast(tmp_path: Path) -> list[str]:
    """The command for an estate of which the history knows one day ahead of nine o'clock."""
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump(ESTATE.model_dump(mode="json", exclude_defaults=True)))
    row = make_outlook("prom", series(demand(0, hours=21 * 24 + 9)), 1, (), (WeeklyNaive(),))
    history = History(Paths.for_user().state / "history.sqlite")
    key = ("prom", TOPIC)
    history.save(ESTATE.name, State(estate=ESTATE, objects={key: ObjectTable({row.ref: row}, row.at_s)}), [key], [])
    history.close()
    return ["--estate", str(file), "capacity", "forecast", "--cached"]


def test_a_day_ahead_of_nine_o_clock_is_a_row_without_a_peak(
    forecast: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run([*forecast, "-o", "json", "--over", "1"]) == 0
    told = capsys.readouterr()
    (record,) = json.loads(told.out)
    assert record["recent_peak"] > 0
    assert [record[name] for name in ("peak", "peak_upper", "peak_day", "over_early")] == [None] * 4
    assert NOTE in told.err.splitlines()


def test_its_table_does_not_call_a_capacity_safe_and_it_has_no_days(
    forecast: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run([*forecast, "--over", "1"]) == 0
    table = capsys.readouterr().out
    assert "tokyo" in table
    assert "not in sight" not in table
    assert program.run([*forecast, "--days", "-o", "json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out) == []
    assert NOTE in told.err.splitlines()
