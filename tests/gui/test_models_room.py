"""The tables of the Models page in the window's first size: every column is reached, and no figure is cut.

(proves product.md "works at 125–200 % scaling and at 1280×800", C1)
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from console.domain.health import Health
from console.estate.models.kinds.vectors import Vectors
from console.kernel.i18n import set_language, t
from console.presenters.model_sheet import SheetCell, SheetLine, SheetTable
from console.presenters.models import degradation, live_thresholds, roadmap, update_calendar, vectors
from console.presenters.models.learning import build as learning
from console.presenters.points_text import points
from console.settings.appearance import Language
from tests.fakes.model_world import HEALTHY, model_view, model_world
from tests.fakes.played_connector import PlayedConnector
from tests.gui.conftest import Stage
from tests.gui.test_models_page import CPU, estate, live, section, show
from tests.unit.console.presenters.models.test_work_sections import document, report, view
from views.models.line_table import LineTable

SCROLLED_PX = 14  # of a table that is longer than its room
AROUND_PX, MARK_PX = 16, 18


def vector_table() -> tuple[SheetTable, list[str]]:
    sheet = vectors.build(view({}, document(Vectors, kind="vectors", file="a.npy"), reports={Vectors: report()}))
    return sheet.tables[0], ["PCA + float32", "128", "99.991 %", "512 kB", "12.5 %", "4.0 ×", "98.2 %"]


def stage_table() -> tuple[SheetTable, list[str]]:
    texts = [t("Decide on deployment"), "02:00–02:05", "02:00", "02:05", "−20 min 18 s", "1 h 20 min", t("overdue")]
    return learning(view({})).tables[0], texts


def threshold_table() -> tuple[SheetTable, list[str]]:
    texts = [t("Subrequests per request"), "70.4 MB", "≤ 120 MB", "> 100 MB", "> 5.00 %", ""]
    return live_thresholds.build(model_view(model_world(HEALTHY))).tables[0], texts


def step_table() -> tuple[SheetTable, list[str]]:
    sheet = degradation.build(model_view(model_world(HEALTHY), reference=0.84))
    texts = [t("ROLLBACK"), t("drop over {points}", points=points(0.05)), "4", ""]
    return next(one for one in sheet.tables if one.key == "steps"), texts


def date_table() -> tuple[SheetTable, list[str]]:
    texts = ["2026-11-24 02:00", "2026-11-23 17:00", t("{number} d", number="68"), t("Monthly update"), ""]
    return update_calendar.build(view({})).tables[0], texts


def phase_table() -> tuple[SheetTable, list[str]]:
    phases = ({"title": "Rules", "begins": "2026-10-24", "ends": "2027-01-28"},)
    sheet = roadmap.build(model_view(model_world(HEALTHY), roadmap=phases))
    return sheet.tables[0], ["1", "", "2026-10-24 – 2027-01-28", "60.0 %", "65.2 %", "1,149 / 1,000", t("lost again")]


@pytest.fixture
def stage(make_stage: Callable[..., Stage], tmp_path: Path) -> Stage:
    """The page in the window's first size."""
    one = make_stage(edge=PlayedConnector("edge", "cloudflare"))
    one.session.open_estate(estate(), tmp_path / "shop.yaml")
    one.show().resize(1280, 800)
    show(one)
    live(one, CPU)
    QApplication.sendPostedEvents()
    return one


@pytest.fixture(params=[Language.ENGLISH, Language.JAPANESE])
def language(stage: Stage, request: pytest.FixtureRequest) -> Iterator[None]:
    set_language(request.param)
    yield
    set_language(Language.ENGLISH)


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("told", [vector_table, stage_table, threshold_table, step_table, date_table, phase_table])
def test_at_first_every_column_is_reached_and_no_name_or_figure_is_cut(
    stage: Stage, told: Callable[[], tuple[SheetTable, list[str]]]
) -> None:
    sheet, texts = told()
    health = None if told is date_table else Health.OK
    line = SheetLine(tuple(SheetCell(one, one) for one in texts), health)
    table = LineTable(stage.window._context(), sheet._replace(lines=(line,)), "room")
    stage.qtbot.addWidget(table)
    table.resize(section(stage).width() - SCROLLED_PX, 300)
    table.show()
    room = [table.columnWidth(place) for place in range(len(texts))]
    assert sum(room) <= table.viewport().width()
    metrics = QFontMetrics(table.font())
    needed = [metrics.horizontalAdvance(one) + AROUND_PX for one in texts]
    needed[0] += 0 if health is None else MARK_PX
    assert [one for one, wanted, has in zip(texts, needed, room, strict=True) if wanted >= has] == []
