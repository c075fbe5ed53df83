"""Reports on the command line against the running lab, then without it. (proves L4.5, C6)"""

import json
import re
import sys
from pathlib import Path

import pytest

from console.cli import program
from console.kernel.errors import ConsoleError
from console.presenters.format import percent
from console.services.reviews import review_desk
from tests.fakes.lab import LabForTests
from tests.fakes.pdf_pages import PdfPages


def test_a_review_of_the_lab_says_what_the_other_commands_say_and_again_without_a_network(
    measured_lab: LabForTests, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = ["--estate", str(measured_lab.at.estate_file)]
    file = tmp_path / "review.pdf"
    assert program.run([*chosen, "report", "-o", str(file), "--wait", "60", "--cell", "tokyo"]) in {0, 3}
    with PdfPages(file.read_bytes()) as pages:
        texts = pages.texts
    assert all("Lab: simulated data" in one for one in texts)
    assert "Summary for the board" in texts[0]
    capsys.readouterr()

    # Not asked anew: both speak of the same moment.
    assert program.run([*chosen, "report", "-o", str(file), "--cached", "--cell", "tokyo", "--unsigned"]) == 0
    with PdfPages(file.read_bytes()) as pages:
        said = "".join("".join(pages.texts).split()).replace("\ufffe", "-")
    capsys.readouterr()
    assert program.run([*chosen, "slo", "--cached", "-o", "json"]) in {0, 1}
    objectives = [row for row in json.loads(capsys.readouterr().out) if row["cell"] == "tokyo"]
    assert objectives
    for row in objectives:
        assert row["slo"] in said
        assert row["budget_left"] is None or percent(row["budget_left"]).replace(" ", "") in said
    assert program.run([*chosen, "cost", "spend", "--cached", "-o", "json"]) == 0
    tokyo = next(row for row in json.loads(capsys.readouterr().out) if row["part"] == "tokyo")
    assert f"{tokyo['total']:,.2f}{tokyo['currency']}" in said


def test_weekly_indicators_as_a_table_for_programs(measured_lab: LabForTests, tmp_path: Path) -> None:
    file = tmp_path / "week.csv"
    chosen = ["--estate", str(measured_lab.at.estate_file)]
    week = re.search(r"\d{4}-W\d\d", _this_week())
    assert week is not None
    assert program.run([*chosen, "report", "--week", week[0], "-o", str(file), "--cached", "--unsigned"]) == 0
    text = file.read_bytes().decode("utf-8-sig")
    assert text.startswith("chapter,section,block,row,column,text,number,unit\r\n")
    assert f"Scaling indicators {week[0]}" in text


def _this_week() -> str:
    from console.domain.report.report_span import SpanKind, span_of
    from console.kernel.clock import SystemClock

    return span_of(SpanKind.WEEK, SystemClock().now().timestamp()).name


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["report"], "Say where the report goes."),
        (["report", "-o", "x.docx"], "The format of x.docx is not known."),
        (["report", "-o", "x.pdf", "--month", "2026-13"], "'2026-13' is no month and no week."),
        (["report", "-o", "x.pdf", "--month", "2026-W40"], "'2026-W40' is no month and no week."),
        (["report", "-o", "x.pdf", "--month", "2999-01"], "2999-01 has not begun yet."),
        (["report", "-o", "x.pdf", "--month", "2026-10", "--week", "2026-W40"], "about a month or about a week"),
        (["report", "-o", "x.pdf", "--cell", "nowhere"], "The estate has no cell 'nowhere'."),
    ],
)
def test_what_cannot_be_made_is_told_with_what_to_write_instead(
    arguments: list[str], sentence: str, small_estate_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run(["--estate", str(small_estate_file), *arguments]) == 2
    assert sentence in capsys.readouterr().err


def test_on_a_terminal_a_failure_is_told_on_a_line_of_its_own_and_not_behind_the_progress(
    small_estate_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ConsoleError("The PDF could not be made.")

    monkeypatch.setattr(review_desk, "rendered", refuse)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    chosen = ["--estate", str(small_estate_file), "report", "--cached", "-o", str(tmp_path / "x.pdf")]
    assert program.run(chosen) != 0
    said = capsys.readouterr().err
    assert " 70 % Writing x.pdf" in said
    assert said.rpartition("\r\x1b[2K")[2].startswith(("error: The PDF", "\x1b"))


@pytest.fixture
def small_estate_file(tmp_path: Path) -> Path:
    file = tmp_path / "estate.yaml"
    file.write_text("schema_version: 1\nname: shop\n")
    return file


def test_scheduled_reports_are_made_once_and_a_failure_keeps_no_other_from_being_made(
    small_estate_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    add = ["--estate", str(small_estate_file), "report", "schedule", "add"]
    assert program.run([*add, "board", "--format", "md", "--folder", str(out)]) == 0
    assert (
        program.run([*add, "team", "--every", "week", "--format", "csv", "--folder", str(out), "--language", "ja"]) == 0
    )
    assert (
        program.run(
            ["--estate", str(tmp_path / "gone.yaml"), "report", "schedule", "add", "lost", "--folder", str(out)]
        )
        == 0
    )
    assert program.run(["report", "schedule", "list", "-o", "json"]) == 0
    assert [row["key"] for row in json.loads(capsys.readouterr().out)] == ["board", "team", "lost"]
    assert program.run(["report", "due", "--wait", "1"]) == 1
    assert "lost: " in capsys.readouterr().err
    made = sorted(one.name for one in out.iterdir() if not one.name.endswith(".json"))
    assert [re.sub(r"2\d{3}-(W\d\d|\d\d)", "SPAN", one) for one in made] == [
        "shop-indicators-SPAN-ja.csv", "shop-review-SPAN-en.md",
    ]  # fmt: skip
    before = {one.name: one.stat().st_mtime_ns for one in out.iterdir()}
    assert program.run(["report", "schedule", "remove", "lost"]) == 0
    assert program.run(["report", "due", "--wait", "1"]) == 0
    assert {one.name: one.stat().st_mtime_ns for one in out.iterdir()} == before


def test_a_scheduled_report_that_lacks_data_is_made_anew_until_it_does_not(
    small_estate_file: Path, tmp_path: Path
) -> None:
    whole = small_estate_file.read_text()
    small_estate_file.write_text(f"{whole}prometheus: [{{key: metrics, url: 'http://127.0.0.1:9'}}]\n")
    out = tmp_path / "out"
    add = ["--estate", str(small_estate_file), "report", "schedule", "add"]
    assert program.run([*add, "board", "--format", "md", "--folder", str(out)]) == 0

    def due() -> tuple[int, int]:
        code = program.run(["report", "due", "--wait", "1"])
        return code, next(one for one in out.iterdir() if one.suffix == ".md").stat().st_mtime_ns

    first, again = due(), due()
    assert [first[0], again[0]] == [3, 3]
    assert again[1] > first[1]
    small_estate_file.write_text(whole)
    repaired = due()
    assert repaired[0] == 0
    assert repaired[1] > again[1]
    assert due() == repaired


def test_a_folder_that_cannot_be_looked_into_keeps_no_other_report_from_being_made(
    small_estate_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add = ["--estate", str(small_estate_file), "report", "schedule", "add"]
    for key, folder in (("bad", tmp_path / ("x" * 300)), ("good", tmp_path / "out")):
        assert program.run([*add, key, "--format", "md", "--folder", str(folder)]) == 0
    assert program.run(["report", "due", "--wait", "1"]) == 1
    assert "bad: The report " in capsys.readouterr().err
    assert list((tmp_path / "out").glob("*.md"))


def test_a_schedule_about_a_cell_that_is_not_there_is_refused_and_one_that_is_gone_is_told(
    small_estate_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small_estate_file.write_text(
        f"{small_estate_file.read_text()}clusters: [{{key: asia}}]\n"
        "cells: [{key: tokyo, kind: regional, cluster: asia}]\n"
    )
    add = ["--estate", str(small_estate_file), "report", "schedule", "add", "board", "--folder", str(tmp_path / "out")]
    assert program.run([*add, "--cell", "nowhere"]) == 2
    assert "The estate has no cell 'nowhere'." in capsys.readouterr().err
    assert program.run([*add, "--cell", "tokyo", "--format", "md"]) == 0
    small_estate_file.write_text(small_estate_file.read_text().replace("tokyo", "osaka"))
    assert program.run(["report", "due", "--wait", "1"]) == 1
    assert "board: The estate has no cell 'tokyo'." in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_timer_is_printed_and_written_but_never_installed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run(["report", "schedule", "timer"]) == 0
    said = capsys.readouterr()
    assert "OnCalendar=*-*-* 06:00" in said.out
    assert "0 6 * * * " in said.out
    assert "systemctl --user enable --now cell-console-reports.timer" in said.err
    assert program.run(["report", "schedule", "timer", "-o", str(tmp_path)]) == 0
    assert sorted(one.name for one in tmp_path.iterdir() if one.suffix in {".service", ".timer"}) == [
        "cell-console-reports.service", "cell-console-reports.timer",
    ]  # fmt: skip
