"""What the policies say in the confirmation of a change, and the way to a second signature. Proves L7.4 and C3."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from console.domain.change import ChangeState
from console.estate.schema.estate import Estate
from console.ports.change_executor import ChangeExecutor
from console.services import change_service
from tests.fakes.number_target import NumberTarget, SetNumber
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.reading import by_name, sees, top_window, visible_texts
from tests.fakes.sample_estate import sample_estate
from tests.fakes.two_operators import TwoOperators, public_key
from tests.gui.conftest import Stage
from views.dialogs.change_dialog import ChangeDialog

Begin = Callable[[Estate], tuple[Stage, NumberTarget]]


@pytest.fixture(autouse=True)
def short_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_service, "GRACE_S", 0.2)


@pytest.fixture
def begin(make_stage: Callable[..., Stage], tmp_path: Path) -> Begin:
    """Open an estate of production whose cluster asia can change numbers, unlocked."""

    def begin(estate: Estate) -> tuple[Stage, NumberTarget]:
        target = NumberTarget(tmp_path)
        stage = make_stage(asia=PlayedConnector("asia", "kubernetes", ports={ChangeExecutor: target}))
        stage.session.open_estate(estate, tmp_path / "shop.yaml")
        stage.session.wait_connected()
        stage.show()
        stage.session.runtime.run(stage.session.changes.service.access.unlock("asia", 600.0, "a test"), 10)
        return stage, target

    return begin


def opened(stage: Stage, value: int = 5) -> ChangeDialog:
    dialog = stage.window._changes.start(SetNumber("asia", "replicas", value))
    stage.qtbot.waitUntil(lambda: not sees(dialog, "Finding out"))
    return dialog


def choose(file: Path) -> None:
    """Answer the file dialog that is open; it must be gone before the next one is looked for."""
    dialog = top_window(QFileDialog)
    dialog.fileSelected.emit(str(file))  # type: ignore[attr-defined]
    dialog.close()


def test_a_missing_reason_is_asked_for_and_enough(begin: Begin) -> None:
    stage, _target = begin(sample_estate())
    dialog = opened(stage)
    assert sees(dialog, "Still needed", "The policy production-reason asks for more: A change of production says why.")
    assert not by_name(dialog, "Apply", QPushButton).isEnabled()
    by_name(dialog, "Reason", QLineEdit).setText("load test")
    assert sees(dialog, "Allowed")
    assert by_name(dialog, "Apply", QPushButton).isEnabled()
    dialog.close()


def test_a_policy_of_the_estate_keeps_the_change_from_being_applied(begin: Begin, tmp_path: Path) -> None:
    (tmp_path / "calm.rego").write_text(
        'package own.calm\n\nimport rego.v1\n\ndeny contains {"text": "Not now.", "comply": "Ask Ann."} if true\n'
    )
    stage, _target = begin(sample_estate().model_copy(update={"policies": ("calm.rego",)}))
    dialog = opened(stage)
    by_name(dialog, "Reason", QLineEdit).setText("load test")
    assert sees(dialog, "Refused by the policy calm: Not now. Ask Ann.")
    assert not by_name(dialog, "Apply", QPushButton).isEnabled()
    dialog.close()


def test_a_second_signature_is_asked_for_taken_in_and_lets_the_change_through(begin: Begin, tmp_path: Path) -> None:
    two = TwoOperators(tmp_path / "two")
    stage, target = begin(sample_estate())
    book = stage.session.trail.book
    book._key = two.profiles["ann"].book.key  # the keyring of tests refuses
    names = [{"name": "Ann", "key": public_key(two.profiles["ann"])}, two.estate.operators[1].model_dump()]
    estate = Estate.model_validate({**sample_estate().model_dump(), "operators": names})
    stage.session.open_estate(estate, tmp_path / "shop.yaml")
    stage.session.wait_connected()
    dialog = opened(stage)
    assert sees(dialog, "A second operator has not signed this change of production.")
    ask = by_name(dialog, "Ask for a signature …", QPushButton)
    assert not ask.isEnabled(), "another reason would be another plan"
    by_name(dialog, "Reason", QLineEdit).setText("load test")
    assert ask.isEnabled()
    assert not by_name(dialog, "Apply", QPushButton).isEnabled()
    request, approval = tmp_path / "one.request.json", tmp_path / "one.approval.json"
    ask.click()
    choose(request)
    stage.qtbot.waitUntil(lambda: sees(dialog, "The request is in"))
    two.bob._estate = two.bob.operator.estate = estate
    now_s = stage.session.clock.now().timestamp()
    approval.write_text(two.bob.sign(two.bob.read(request.read_text()), now_s))
    by_name(dialog, "Take in a signature …", QPushButton).click()
    choose(approval)
    stage.qtbot.waitUntil(lambda: sees(dialog, "Policies: 8 agree."))
    assert "Ask for a signature …" not in visible_texts(dialog)
    by_name(dialog, "Apply", QPushButton).click()
    stage.qtbot.waitUntil(
        lambda: [one.state for one in stage.session.store.state.changes.values()] == [ChangeState.VERIFIED],
        timeout=15_000,
    )
    assert target.numbers() == {"replicas": 5}
    dialog.close()
