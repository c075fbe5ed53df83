"""Reports that make themselves: what is due, once; what timers are told. (proves L4.5, C6)"""

import shlex
from pathlib import Path

import pytest
from msgspec.structs import replace

from console.domain.report.report_span import SpanKind
from console.kernel.errors import UserError
from console.kernel.paths import Paths
from console.services.reviews.report_schedule import ReportSchedule, ScheduleFile, file_name
from console.services.reviews.timer_text import cron_line, service_unit, timer_unit
from tests.fakes.reviewed_estate import MONTH
from tests.fakes.spending import NOW_S


def schedule(folder: Path, key: str = "board", every: SpanKind = SpanKind.MONTH) -> ReportSchedule:
    return ReportSchedule(key, "lab", every, "pdf", str(folder), "ja", ("tokyo",))


def test_the_last_whole_month_or_week_is_due_until_its_file_is_there(tmp_path: Path) -> None:
    for every, name in (
        (SpanKind.MONTH, "shop-review-2026-10-tokyo-ja.pdf"),
        (SpanKind.WEEK, "shop-indicators-2026-W46-tokyo-ja.pdf"),
    ):
        wanted = schedule(tmp_path, every=every)
        order = wanted.due(NOW_S, "shop")
        assert order is not None
        assert order.file == tmp_path / name
        assert (order.format, order.language, order.cells, order.is_signed) == ("pdf", "ja", ("tokyo",), True)
        order.file.write_text("there")
        assert wanted.due(NOW_S, "shop") is None


def test_what_was_made_without_all_its_data_is_due_until_it_is_whole(tmp_path: Path) -> None:
    file = ScheduleFile(Paths.under(tmp_path / "profile"))
    file.add(schedule(tmp_path))
    file.add(schedule(tmp_path, "team"))
    order = file.read()[0].due(NOW_S, "shop")
    assert order is not None
    order.file.write_text("there")
    file.note(file.read()[0], order.file.name)
    assert [one.due(NOW_S, "shop") is None for one in file.read()] == [False, True]
    file.note(file.read()[0], "")
    assert file.read()[0].due(NOW_S, "shop") is None


def test_a_folder_that_cannot_be_looked_into_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be looked for"):
        schedule(tmp_path / ("x" * 300)).due(NOW_S, "shop")


def test_schedules_about_other_cells_are_other_files(tmp_path: Path) -> None:
    about: tuple[tuple[str, ...], ...] = (
        (), ("tokyo",), ("osaka",), ("osaka", "tokyo"), ("osaka-tokyo",), tuple(f"cell-{one}" for one in range(90)),
        tuple(f"cell-{one}" for one in range(91)),
    )  # fmt: skip
    for cells in about:
        order = replace(schedule(tmp_path), cells=cells).due(NOW_S, "shop")
        assert order is not None, cells
        assert order.cells == cells
        order.file.write_text("there")
    assert replace(schedule(tmp_path), cells=("tokyo", "osaka")).due(NOW_S, "shop") is None
    assert "shop-review-2026-10-ja.pdf" in {one.name for one in tmp_path.iterdir()}


def test_a_name_of_a_cell_never_leaves_the_folder(tmp_path: Path) -> None:
    order = replace(schedule(tmp_path), cells=("../../etc", "..")).due(NOW_S, "shop")
    assert order is not None
    assert order.file.parent == tmp_path
    assert file_name("", MONTH, "pdf", "en", ("a/b",)) == "estate-review-2026-11-a-b-en.pdf"


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\\c:d", "..", "店 one", "-rf x", ""])
def test_a_name_of_an_estate_never_leaves_the_folder(name: str) -> None:
    made = file_name(name, MONTH, "pdf", "en")
    assert "/" not in made
    assert "\\" not in made
    assert not made.startswith((".", "-"))
    assert Path(made).name == made


def test_schedules_are_kept_and_forgotten(tmp_path: Path) -> None:
    file = ScheduleFile(Paths.under(tmp_path))
    assert file.read() == ()
    first, second = schedule(tmp_path), schedule(tmp_path, "team", SpanKind.WEEK)
    file.add(first)
    file.add(second)
    assert file.read() == (first, second)
    with pytest.raises(UserError, match="already"):
        file.add(first)
    file.remove("board")
    assert file.read() == (second,)
    with pytest.raises(UserError, match="no schedule"):
        file.remove("board")


@pytest.mark.parametrize("content", ["", "{", "[1]", '[{"key": "x"}]', '[{"key": 1, "surprise": 2}]'])
def test_a_damaged_file_is_told_and_not_overwritten(tmp_path: Path, content: str) -> None:
    paths = Paths.under(tmp_path)
    place = paths.config / "report-schedules.json"
    place.parent.mkdir(parents=True)
    place.write_text(content)
    file = ScheduleFile(paths)
    with pytest.raises(UserError, match="cannot be read"):
        file.add(schedule(tmp_path))
    assert place.read_text() == content


ODD = ("/opt/my tools/python", "-m", "con%sole", 'a"b', "c'd", "e$HOME", "back\\slash")


def test_a_crontab_line_gives_the_program_its_words_back() -> None:
    line = cron_line(ODD)
    assert line.startswith("0 6 * * * ")
    assert shlex.split(line.removeprefix("0 6 * * * ").replace("\\%", "%")) == [*ODD, "-q", "report", "due"]


def test_units_quote_what_systemd_would_expand() -> None:
    unit = service_unit(ODD)
    assert '"con%%sole"' in unit
    assert "network-online" not in unit  # the user's systemd does not have it
    assert '"e$$HOME"' in unit
    assert '"a\\"b"' in unit
    assert unit.rstrip().endswith('"report" "due"')
    assert "Persistent=true" in timer_unit()
