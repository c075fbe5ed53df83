"""Making a plan in the window: what there is, all of its steps before it begins, the file. Proves E2.1, E2.3, P2."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QDialog, QDoubleSpinBox, QLabel, QLineEdit, QPushButton, QSpinBox

from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.event import ObjectsListed
from console.domain.operation import Operation
from console.domain.operations.set_image import SetImage
from console.domain.resource import ResourceRef
from console.domain.rollouts.rollout_stage import STAGES
from console.estate.rollout_plan_file import read_rollout_plan
from console.estate.schema.estate import Estate
from console.kernel.errors import ConnectorError, ErrorKind
from console.ports.change_executor import ChangeExecutor
from tests.fakes.canary_stage import rollout
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.reading import by_name, lines_of, sees, top_window
from tests.fakes.small_estate import ESTATE
from tests.gui.conftest import Stage
from views.page import Destination
from views.rollouts.plan_panel import PlanPanel
from views.rollouts.rollouts_page import RolloutsPage

IMAGE = "registry/personalize:2"
QUESTION = "What scales, what blocks it, and where does the backpressure stop?"


class PlayedExecutor:
    """What is there never changes: every step is compared with revision 2 and its own steps."""

    def supports(self, operation: Operation) -> bool:
        return True

    async def preview(self, operation: Operation) -> Preview:
        if isinstance(operation, SetImage):
            return Preview("1", (FieldChange("/image", IMAGE, operation.image),), None)
        return Preview("1", (FieldChange("/steps", "own", operation.summary()),), None)

    async def apply(self, operation: Operation, base: str) -> None:
        raise AssertionError("nothing is applied here")

    async def verify(self, operation: Operation) -> Verification:
        return Verification(Truth.REACHED, "")


@pytest.fixture
def planning(make_stage: Callable[..., Stage]) -> Stage:
    """The form, over two cells that run personalize."""
    stage = make_stage(main=PlayedConnector("main", "kubernetes", ports={ChangeExecutor: PlayedExecutor()}))
    stage.session.open_estate(ESTATE, Path("/estates/shop.yaml"))
    stage.show()
    stage.session.wait_connected()
    stage.window.show_page(Destination("rollouts"))
    there = rollout(current="5b1", revision="2", paused=False)
    rows = tuple(
        replace(there, ref=ResourceRef("main", "Rollout", f"cell-{one}", "personalize", "argoproj.io"), phase="Healthy",
                containers=("personalize",))
        for one in ("tokyo", "osaka")
    )  # fmt: skip
    stage.play(ObjectsListed("main", "rollouts", rows, stage.clock.now().timestamp()))
    by_name(stage.window, "New rollout …", QPushButton).click()
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Image: personalize"))
    return stage


def filled(stage: Stage, image: str = "registry/personalize:3") -> list[list[str]]:
    by_name(stage.window, "New image", QLineEdit).setText(image)
    table = by_name(stage.window, "Steps of the plan", QAbstractItemView)
    stage.qtbot.waitUntil(lambda: any("registry/personalize:3" in one[5] for one in lines_of(table)), timeout=20_000)
    return lines_of(table)


def mistakes(stage: Stage) -> list[str]:
    return [
        one.text() for one in stage.window.findChildren(PlanPanel)[0].findChildren(QLabel)
        if one.property("role") == "error" and one.isVisible() and one.text()
    ]  # fmt: skip


def begin(stage: Stage) -> QPushButton:
    return by_name(stage.window, "Begin …", QPushButton)


def test_the_whole_plan_is_shown_each_step_from_where_the_one_before_leaves_it(planning: Stage) -> None:
    assert sees(planning.window, "This image runs already: registry/personalize:2.")
    assert not mistakes(planning), "nobody has filled anything in yet"
    lines = filled(planning)
    assert [line[3] for line in lines].count("osaka") == 4 + 1 + 1, "stages, the image, and closing"
    steps = [line[5] for line in lines if line[3] == "tokyo" and line[5].startswith("/steps")]
    assert steps[0].startswith("/steps: own → ")
    assert ": 5 %. → " in steps[1], "the second stage begins where the first one ends"
    assert "Watch for 6 h" in lines[2][4]
    assert any("Wait for a person before the next wave." in line[4] for line in lines)


def test_it_begins_only_as_the_file_that_others_can_read(planning: Stage, tmp_path: Path) -> None:
    filled(planning)
    planning.qtbot.waitUntil(lambda: sees(planning.window, "Save the plan first"))
    file = tmp_path / "plan.yaml"
    planning.window.findChildren(PlanPanel)[0].save(file)
    planning.qtbot.waitUntil(lambda: sees(planning.window, f"Saved as {file}", "Locked (read-only)"))
    plan = read_rollout_plan(file)
    assert ([wave.cells[0].cell for wave in plan.waves], plan.stages, plan.waves[0].barrier) == (
        ["tokyo", "osaka"], STAGES, "hand",
    )  # fmt: skip
    access = planning.session.changes.service.access
    planning.session.runtime.run(access.unlock("main", 600.0, "a test"), 10)
    planning.qtbot.waitUntil(lambda: begin(planning).isEnabled())
    by_name(planning.window, "Stages", QLineEdit).setText("30 % 1h, 60 % 1h, 100 %")
    assert not begin(planning).isEnabled(), "what is on the screen is another plan than the file"
    planning.window.findChildren(PlanPanel)[0].save(file)
    planning.qtbot.waitUntil(lambda: begin(planning).isEnabled(), timeout=20_000)
    begin(planning).click()
    assert sees(top_window(QDialog), "Begin personalize 3 in 2 cells?")
    top_window(QDialog).close()


def test_cells_are_picked_wave_by_wave_and_mistakes_are_told_at_once(planning: Stage) -> None:
    filled(planning)
    by_name(planning.window, "Wave of Osaka", QSpinBox).setValue(0)
    assert "osaka" not in {
        line[3] for line in lines_of(by_name(planning.window, "Steps of the plan", QAbstractItemView))
    }
    by_name(planning.window, "Wave of Tokyo", QSpinBox).setValue(0)
    assert sees(planning.window, "A rollout needs a name, waves, and cells in each of them.")
    save = by_name(planning.window, "Save the plan …", QPushButton)
    assert (save.isEnabled(), save.toolTip()) == (False, "The plan is not complete.")
    by_name(planning.window, "Wave of Tokyo", QSpinBox).setValue(3)
    assert (save.isEnabled(), save.toolTip()) == (True, "")
    by_name(planning.window, "Stages", QLineEdit).setText("")
    assert sees(planning.window, "A rollout needs stages.")
    QTest.keyClicks(by_name(planning.window, "Stages", QLineEdit), "50 % soon")
    assert sees(planning.window, "'50 % soon' is no stage.")
    assert mistakes(planning)


@pytest.mark.parametrize("image", ["foo bar", "registry/personalize:3 ; rm", "-" * 500])
def test_what_is_no_image_is_told_beside_the_form_and_leaves_no_steps(planning: Stage, image: str) -> None:
    filled(planning)
    field = by_name(planning.window, "New image", QLineEdit)
    field.clear()
    QTest.keyClicks(field, image)
    assert mistakes(planning) == [f"{image} is no image. Enter it as registry/repository:tag or with a digest."]
    assert not lines_of(by_name(planning.window, "Steps of the plan", QAbstractItemView))
    assert sees(planning.window, "The plan is not complete.")
    assert not by_name(planning.window, "Save the plan …", QPushButton).isEnabled()
    assert not begin(planning).isEnabled()


def test_letters_in_a_number_are_keys_of_the_window(planning: Stage) -> None:
    field = by_name(planning.window, "Rollback above this error rate", QDoubleSpinBox)
    field.setFocus()
    for key in (Qt.Key.Key_G, Qt.Key.Key_A):
        QTest.keyClick(field, key)
    planning.qtbot.waitUntil(lambda: sees(planning.window, QUESTION))
    assert not sees(planning.window, "Steps of the plan")


def test_a_leap_that_a_policy_refuses_is_told_at_its_step_before_anything_begins(planning: Stage) -> None:
    by_name(planning.window, "Stages", QLineEdit).setText("30 % 1h, 100 %")
    lines = filled(planning)
    last = next(line for line in lines if "give everybody" in line[4])
    assert "by more than 50 points" in last[6]
    assert sees(planning.window, "Something stands against this plan.", "tokyo: Refused by the policy step-size")


def test_a_plan_that_is_opened_begins_only_when_it_has_been_looked_at_itself(
    planning: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(planning)
    panel, file = planning.window.findChildren(PlanPanel)[0], tmp_path / "plan.yaml"
    planning.qtbot.waitUntil(lambda: sees(planning.window, "Save the plan first"))
    panel.save(file)
    access = planning.session.changes.service.access
    planning.session.runtime.run(access.unlock("main", 600.0, "a test"), 10)
    planning.qtbot.waitUntil(lambda: begin(planning).isEnabled())
    let = asyncio.Event()

    async def unheard(*_given: object) -> None:
        await let.wait()
        raise ConnectorError(ErrorKind.TIMEOUT, "main did not answer.")

    monkeypatch.setattr("console.services.rollouts.plan_review.review", unheard)
    panel.show_plan(structs.replace(read_rollout_plan(file), name="Another"), tmp_path / "other.yaml")
    assert (begin(planning).isEnabled(), begin(planning).toolTip()) == (False, "Every step is being looked at.")
    planning.session.runtime.loop.call_soon_threadsafe(let.set)
    planning.qtbot.waitUntil(lambda: sees(planning.window, "main did not answer."))
    why = "The steps could not be looked at. Change or open the plan again."
    assert (begin(planning).isEnabled(), begin(planning).toolTip()) == (False, why)
    top_window(QDialog).close()


def test_a_plan_is_left_when_another_estate_is_opened(planning: Stage) -> None:
    """proves L3.4, C2: it was made of the cells, images and rules of the estate that was closed"""
    QTest.keyClicks(by_name(planning.window, "Reason", QLineEdit), "because")
    filled(planning)
    assert sees(planning.window, "New rollout", "Tokyo", "registry/personalize:3")
    planning.session.open_estate(Estate.model_validate({"name": "nothing"}), Path("/estates/nothing.yaml"))
    planning.qtbot.waitUntil(lambda: not sees(planning.window, "Save the plan …"))
    by_name(planning.window, "New rollout …", QPushButton).click()
    planning.qtbot.waitUntil(lambda: sees(planning.window, "Save the plan …"))
    assert not any(sees(planning.window, left) for left in ("Tokyo", "registry/personalize"))


def test_a_plan_that_is_being_filled_in_stays_when_its_own_estate_is_read_anew(planning: Stage) -> None:
    """proves L3.4, C3: as when an entry is added to its calendar, or the lab came back; what it found is asked anew"""
    image = by_name(planning.window, "New image", QLineEdit)
    image.selectAll()
    QTest.keyClicks(image, "registry/personalize:3")
    filled(planning)
    planning.session.open_estate(ESTATE.model_copy(), Path("/estates/shop.yaml"))
    panel = planning.window.findChildren(PlanPanel)[0]
    estate = planning.session.open.estate if planning.session.open is not None else None
    planning.qtbot.waitUntil(lambda: planning.window.findChildren(RolloutsPage)[0]._estate is estate)
    assert sees(planning.window, "Save the plan …", "Tokyo", "registry/personalize:3")
    assert panel._review is None, "what the estate that was closed said counts no longer"
    assert image.text() == "registry/personalize:3"
