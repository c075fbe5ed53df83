"""The Models page: the worst section first, its numbers and their evidence, honest states. (proves E1.1, E2.1, E3.1)"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPlainTextEdit, QPushButton

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.edge.edge_worker import EdgeWorker, VersionShare, WorkerVersion
from console.domain.event import ConnectionChanged, ObjectsListed
from console.domain.model.model_reading import KIND, TOPIC, ModelReading
from console.domain.resource import ResourceRef
from console.estate.schema.edge_model import EdgeModel
from console.estate.schema.estate import Estate
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.reading import by_name, lines_of, sees
from tests.fakes.sample_estate import sample_estate
from tests.gui.conftest import Stage
from views.models.models_page import ModelsPage
from views.models.section_view import SectionView
from views.page import Destination
from views.widgets.stat_tile import StatTile

SECTIONS = "Sections of the models"
CPU = {"model_cpu_p50": 0.016, "model_cpu_p95": 0.028, "model_cpu_p99": 0.052, "fallback_rate": 0.018}
WORDS = {"kind": "dictionary", "model": "ranker", "made_at": "2026-11-20T18:00:00+00:00", "size_bytes": 310_000,
         "words": [{"word": "pricing", "uses": 500, "last_used": "2026-11-20"}]}  # fmt: skip


def estate(**changes: object) -> Estate:
    model = EdgeModel.model_validate({"key": "ranker", "title": "Ranker", "account": "edge", "worker": "edge-ranker",
                                      "current": "v1.4.2", "documents": ("models/*.json",), **changes})  # fmt: skip
    return sample_estate().model_copy(update={"models": (model,)})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "estate/models").mkdir(parents=True)
    return tmp_path / "estate"


@pytest.fixture
def stage(make_stage: Callable[..., Stage], folder: Path) -> Stage:
    """The page in the first window; nothing has been read."""
    one = make_stage(edge=PlayedConnector("edge", "cloudflare"))
    one.session.open_estate(estate(), folder / "shop.yaml")
    one.show()
    one.session.wait_connected()
    return one


def show(stage: Stage, **where: str) -> None:
    stage.window.show_page(Destination("models", **where))


def live(stage: Stage, told: dict[str, float]) -> None:
    """Let the metric server and the account answer."""
    now_s = stage.clock.now().timestamp()
    rows = [
        ModelReading(ResourceRef("metrics", KIND, "ranker", key), key, (), value, now_s, f"query of {key}")
        for key, value in told.items()
    ]
    version = WorkerVersion("b", 2, now_s, "v1.4.2 Weekly retraining")
    ref = ResourceRef("edge", "Worker", "", "edge-ranker")
    worker = EdgeWorker(ref, "d", (VersionShare("b", 100.0),), now_s, (version,), (), now_s, now_s)
    stage.play(
        *(ConnectionChanged(ConnectionStatus(key, kind, ConnectionState.LIVE, now_s, now_s))
          for key, kind in (("metrics", "prometheus"), ("edge", "cloudflare"))),
        ObjectsListed("metrics", TOPIC, tuple(rows), now_s),
        ObjectsListed("edge", "edge-workers", (worker,), now_s),
    )  # fmt: skip
    stage.qtbot.waitUntil(lambda: bool(titles(stage)), timeout=10_000)  # what computes is loaded beside the window


def titles(stage: Stage) -> list[str]:
    return [line[0] for line in lines_of(by_name(stage.window, SECTIONS, QAbstractItemView))]


def section(stage: Stage) -> SectionView:
    return stage.window.findChildren(SectionView)[0]


def test_the_section_over_its_limit_is_among_the_first_and_says_why(stage: Stage) -> None:
    show(stage)
    live(stage, CPU)
    assert "Inference budget" in titles(stage)[:3]
    show(stage, section="budget")
    assert sees(stage.window, "Over the budget: 52 ms of 45 ms CPU at p99; fallbacks 1.80 %.", "52 ms", "1.80 %")


def test_the_cursor_goes_on_to_what_is_worse_until_somebody_moves_it(stage: Stage) -> None:
    show(stage)
    live(stage, {**CPU, "model_cpu_p99": 0.038})
    live(stage, CPU)
    table = by_name(stage.window, SECTIONS, QAbstractItemView)
    assert table.currentIndex().row() == 0
    QTest.keyClick(table, Qt.Key.Key_End)
    chosen = titles(stage)[table.currentIndex().row()]
    live(stage, {**CPU, "fallback_rate": 0.9})
    assert titles(stage)[table.currentIndex().row()] == chosen


def test_walking_through_the_sections_shows_each(stage: Stage) -> None:
    show(stage)
    live(stage, CPU)
    table = by_name(stage.window, SECTIONS, QAbstractItemView)
    table.setFocus()
    for _ in titles(stage):
        shown = by_name(stage.window, SECTIONS, QAbstractItemView).currentIndex().row()
        assert sees(section(stage), titles(stage)[shown])
        QTest.keyClick(table, Qt.Key.Key_Down)


def test_a_number_leads_to_its_query(stage: Stage) -> None:
    show(stage, section="budget")
    live(stage, CPU)
    tile = next(one for one in section(stage).findChildren(StatTile) if one.accessibleName().startswith("CPU at p99"))
    QTest.keyClick(tile, Qt.Key.Key_Return)
    texts = [one.toPlainText() for one in section(stage).findChildren(QPlainTextEdit) if one.isVisible()]
    assert texts == ["query of model_cpu_p99"]
    assert sees(section(stage), "CPU at p99: 52 ms", "metrics")


def test_enter_on_a_line_and_the_keys_lead_to_tables_and_evidence(stage: Stage) -> None:
    show(stage, section="budget")
    live(stage, CPU)
    QTest.keyClick(by_name(stage.window, SECTIONS, QAbstractItemView), Qt.Key.Key_Return)
    table = by_name(stage.window, "Budget by part", QAbstractItemView)
    assert table.hasFocus()
    table.setCurrentIndex(table.model().index(4, 0))
    QTest.keyClick(table, Qt.Key.Key_Y)
    assert sees(section(stage), "Whole inference")
    QTest.keyClick(stage.window, Qt.Key.Key_1)
    assert by_name(stage.window, "Budget by part", QAbstractItemView).isVisible()


def test_documents_are_read_and_one_that_is_broken_is_told_with_its_place(stage: Stage, folder: Path) -> None:
    (folder / "models/words.json").write_text(json.dumps(WORDS))
    (folder / "models/bad.json").write_text('{"kind": "vocabulary", "model": "ranker"}')
    show(stage, section="dictionary")
    live(stage, CPU)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Too large: 310 kB of 300 kB."))
    assert sees(stage.window, "bad.json", '"made_at" is missing')


def test_the_filter_finds_a_section(stage: Stage) -> None:
    show(stage)
    live(stage, CPU)
    by_name(stage.window, "Filter this page", QLineEdit).setText("calendar")
    stage.qtbot.waitUntil(lambda: titles(stage) == ["Update calendar"])


def test_a_server_that_fails_and_one_that_was_never_read_are_two_things(stage: Stage) -> None:
    show(stage)
    assert sees(stage.window, "Loading", "Reading metrics")
    now_s = stage.clock.now().timestamp()
    refused = ConnectionStatus(
        "metrics", "prometheus", ConnectionState.FAILED, now_s, None, "It refused.", "Look there."
    )
    stage.play(ConnectionChanged(refused))
    assert sees(stage.window, "Failed", "It refused.", "Look there.")
    button = next(
        one for one in stage.window.findChildren(QPushButton) if one.text() == "Show connection" and one.isVisible()
    )
    button.click()
    assert not any(page.isVisible() for page in stage.window.findChildren(ModelsPage))


def test_an_estate_without_models_says_how_to_name_them(make_stage: Callable[..., Stage], folder: Path) -> None:
    one = make_stage()
    one.session.open_estate(sample_estate(), folder / "shop.yaml")
    one.show()
    show(one)
    assert sees(one.window, "The estate names no edge models.", "Add them to its file under models.")
