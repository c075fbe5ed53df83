"""The Activity page: who did what, whether the trail is whole, and the proof of each record. Proves L7.5."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QPlainTextEdit, QPushButton, QTableView

from console.domain.trail_event import TrailEvent
from tests.fakes.reading import by_name, lines_of, sees
from tests.fakes.trail_profile import TrailProfile
from tests.gui.conftest import Stage
from views.dialogs.error_dialog import ErrorDialog
from views.page import Destination
from views.widgets.stat_tile import StatTile

EVENTS = (
    TrailEvent("change.refused", "c-1", "kim@desk", "noon", cell="tokyo", body={"why": "The policy says no."}),
    TrailEvent("secret.listed", "", "lee@desk"),
    TrailEvent("rollout.step", "canary 25 %", "kim@desk", cell="osaka"),
)


@pytest.fixture
def profile(tmp_path: Path) -> TrailProfile:
    return TrailProfile(tmp_path / "profile")


@pytest.fixture
def signing(stage: Stage, profile: TrailProfile) -> Stage:
    """The stage with a signing key for its trail."""
    stage.session.wait_connected()
    stage.session.runtime.run(stage.session.trail.flush())
    stage.session.trail._make, stage.session.trail._book = profile.console, None
    return stage


def note(stage: Stage, *events: TrailEvent) -> None:
    for event in events:
        stage.session.trail.note(event)
    stage.session.runtime.run(stage.session.trail.flush())
    stage.play()


def show(stage: Stage, **arguments: str) -> None:
    stage.window.show_page(Destination("activity", **arguments))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Done by") and not sees(stage.window, "Being checked …"))


def tile(stage: Stage, name: str) -> str:
    found = [one.accessibleName() for one in stage.window.findChildren(StatTile) if one.isVisible()]
    return next(one for one in found if one.startswith(name))


def table(stage: Stage) -> list[list[str]]:
    return lines_of(by_name(stage.window, "Records of the trail", QTableView))


def column(stage: Stage, place: int) -> list[str]:
    return [line[place] for line in table(stage) if line[place]]


def press(stage: Stage, name: str) -> None:
    QTest.mouseClick(by_name(stage.window, name, QPushButton), Qt.MouseButton.LeftButton)


def test_the_page_shows_who_did_what_why_and_that_the_trail_is_verified(signing: Stage) -> None:
    note(signing, *EVENTS)
    show(signing)
    assert tile(signing, "Trail").startswith("Trail, Verified, OK, Checked at")
    newest = table(signing)[0]
    assert newest[1:8] == ["Rollout", "step", "canary 25 %", "osaka", "", "kim@desk", ""]
    assert ["Change", "Refused", "c-1", "tokyo", "", "kim@desk", "noon"] in [line[1:8] for line in table(signing)]


def test_records_are_filtered_by_kind_cell_and_person(signing: Stage) -> None:
    note(signing, *EVENTS)
    show(signing)
    cell = by_name(signing.window, "Filter: Cell", QComboBox)
    cell.setCurrentIndex(cell.findText("osaka"))
    assert column(signing, 3) == ["canary 25 %"]
    cell.setCurrentIndex(0)
    actor = by_name(signing.window, "Filter: Done by", QComboBox)
    actor.setCurrentIndex(actor.findText("lee@desk"))
    assert column(signing, 2) == ["Names listed"]
    show(signing, area="rollout", actor="kim@desk")
    assert column(signing, 3) == ["canary 25 %"]
    time = by_name(signing.window, "Filter: Time", QComboBox)
    signing.clock.advance(7_200)
    time.setCurrentIndex(1)
    assert table(signing) == []


def test_records_are_let_go_of_while_nobody_sees_them_and_the_chosen_one_is_there_again(signing: Stage) -> None:
    note(signing, *EVENTS)
    show(signing)
    view = by_name(signing.window, "Records of the trail", QTableView)
    everything = table(signing)
    place = [line[3] for line in everything].index("c-1")
    view.selectRow(place)
    signing.window.show_page(Destination("cell"))
    assert view.model().rowCount() == 0
    note(signing, TrailEvent("rollout.step", "canary 50 %", "kim@desk", cell="osaka"))
    assert view.model().rowCount() == 0

    show(signing)
    signing.qtbot.waitUntil(lambda: len(table(signing)) == len(everything) + 1)
    assert [line[3] for line in table(signing)][view.currentIndex().row()] == "c-1"
    QTest.keyClick(view, Qt.Key.Key_2)
    written = next(one for one in signing.window.findChildren(QPlainTextEdit) if one.isVisible())
    signing.qtbot.waitUntil(lambda: "The policy says no." in written.toPlainText())


def test_a_record_is_shown_as_written_and_proven_by_the_signed_checkpoint(signing: Stage) -> None:
    note(signing, *EVENTS)
    show(signing)
    by_name(signing.window, "Records of the trail", QTableView).setFocus()
    QTest.keyClick(signing.window.focusWidget(), Qt.Key.Key_Y)
    text = by_name(signing.window, "Record as it was written", QPlainTextEdit).toPlainText()
    assert '"subject": "canary 25 %"' in text
    QTest.keyClick(signing.window.focusWidget(), "3")
    proof = by_name(signing.window, "Proof", QPlainTextEdit)
    signing.qtbot.waitUntil(lambda: "C2SP" in proof.toPlainText())
    assert "cell-console.local/trail/" in proof.toPlainText()


def test_a_trail_that_was_tampered_with_is_broken_at_its_record(signing: Stage, profile: TrailProfile) -> None:
    note(signing, *EVENTS)
    lines = profile.lines()
    at = next(number for number, line in enumerate(lines) if b"secret.listed" in line)
    profile.rewrite([*lines[:at], lines[at].replace(b"lee@desk", b"kim@desk"), *lines[at + 1 :]])
    show(signing)
    assert tile(signing, "Trail").startswith("Trail, Broken, Critical")
    assert sees(signing.window, "The trail is broken.")
    broken = by_name(signing.window, "Records of the trail", QTableView)
    assert broken.currentIndex().siblingAtColumn(8).data() in {str(at), str(at + 1), str(len(lines) - 1)}


def test_an_unsigned_trail_says_so_and_why_it_cannot_be_signed(stage: Stage) -> None:
    note(stage, *EVENTS)
    show(stage)
    assert tile(stage, "Trail").startswith("Trail, Not signed, Warning")
    assert "There is no vault" in tile(stage, "Signed for")
    press(stage, "Sign now")
    stage.qtbot.waitUntil(lambda: stage.window.findChild(ErrorDialog) is not None)
    dialog = stage.window.findChild(ErrorDialog)
    assert dialog is not None
    assert sees(dialog, "The trail was not signed", "There is no vault")
    dialog.reject()


def test_signing_by_hand_covers_everything(signing: Stage) -> None:
    show(signing)
    note(signing, TrailEvent("connection.opened", "asia"))
    signing.qtbot.waitUntil(lambda: tile(signing, "Records").startswith("Records, 3"))
    press(signing, "Sign now")
    signing.qtbot.waitUntil(lambda: tile(signing, "Signed for").startswith("Signed for, 3"))


def test_the_page_follows_what_happens_while_it_is_shown(signing: Stage) -> None:
    show(signing)
    note(signing, TrailEvent("audit.run", "nightly"))
    signing.qtbot.waitUntil(lambda: column(signing, 3)[:1] == ["nightly"])


def test_a_trail_that_cannot_be_read_says_why(signing: Stage, profile: TrailProfile) -> None:
    note(signing, *EVENTS)
    profile.file.unlink()
    profile.file.mkdir()
    show(signing)
    assert sees(signing.window, "cannot be read or written: Is a directory.")
    assert tile(signing, "Trail") == "Trail, –, Not checked"


def test_the_trail_is_exported_with_its_verifier(signing: Stage, tmp_path: Path) -> None:
    note(signing, *EVENTS)
    show(signing)
    press(signing, "Export …")
    dialog = signing.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "out"))
    dialog.close()
    signing.qtbot.waitUntil(lambda: sees(signing.window, "Wrote 5 records to"))
    assert (tmp_path / "out" / "verify_trail.py").is_file()
    signing.qtbot.waitUntil(lambda: column(signing, 2)[:1] == ["Exported"])


def test_the_proof_is_there_again_after_coming_back(signing: Stage) -> None:
    note(signing, *EVENTS)
    show(signing)
    signing.session.runtime.run(signing.session.trail.sign())
    by_name(signing.window, "Records of the trail", QTableView).setFocus()
    QTest.keyClick(signing.window.focusWidget(), "3")
    signing.qtbot.waitUntil(lambda: "C2SP" in by_name(signing.window, "Proof", QPlainTextEdit).toPlainText())
    signing.window.show_page(Destination("overview"))
    show(signing)
    signing.qtbot.waitUntil(lambda: "C2SP" in by_name(signing.window, "Proof", QPlainTextEdit).toPlainText())
