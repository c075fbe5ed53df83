"""The lab crashed and was started again, elsewhere: the window follows it and says so. Proves issue 8 "Soak"."""

from pathlib import Path

from console.estate.load import LoadedEstate
from console.kernel.i18n import set_language
from tests.fakes.reading import sees
from tests.fakes.sample_estate import sample_estate
from tests.gui.conftest import Stage

LAB, OTHER = Path("/labs/1/estate.yaml"), Path("/estates/shop.yaml")


def _resolve(stage: Stage, name: str, value: object) -> None:
    stage.qtbot.waitUntil(lambda: name in stage.opener.asked)
    stage.opener.asked.pop(name).set_result(value)


def _open_lab(stage: Stage) -> None:
    stage.desktop.around.estates.open_lab()
    _resolve(stage, "lab", LAB)
    _resolve(stage, "file", LoadedEstate(sample_estate(), LAB))
    stage.qtbot.waitUntil(lambda: stage.session.open is not None and stage.session.open.file == LAB)


def test_a_lab_that_was_started_again_is_opened_again(stage: Stage) -> None:
    _open_lab(stage)
    before = stage.session.open
    assert stage.opener.watch is not None
    stage.opener.watch.restarted(LAB)
    _resolve(stage, "file", LoadedEstate(sample_estate(), LAB))
    stage.qtbot.waitUntil(lambda: stage.session.open is not before)


def test_who_has_gone_on_to_another_estate_stays_there(stage: Stage) -> None:
    _open_lab(stage)
    stage.session.open_estate(sample_estate(), OTHER)
    assert stage.opener.watch is not None
    stage.opener.watch.restarted(LAB)
    stage.opener.watch.trouble("The lab ended unexpectedly: killed. It is being started again.")
    stage.window._desk.toggle("drawer")
    stage.qtbot.waitUntil(lambda: sees(stage.window, "The lab ended unexpectedly: killed."))
    assert "file" not in stage.opener.asked
    assert stage.session.open is not None
    assert stage.session.open.file == OTHER


def test_what_the_lab_says_of_itself_is_told_in_the_readers_language(stage: Stage) -> None:
    """The lab's process speaks English. proves C7"""
    _open_lab(stage)
    set_language("ja")
    assert stage.opener.watch is not None
    stage.opener.watch.trouble("The lab's Alertmanager ended by itself and was started again.")
    stage.window._desk.toggle("drawer")
    stage.qtbot.waitUntil(lambda: sees(stage.window, "ラボの Alertmanager が自然に終了したため"))
