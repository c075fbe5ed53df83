"""Every dialog for those who use keys, a screen reader or Japanese: opened, walked, filled in, answered and given up.

(proves C1, issue 8 "keyboard-only walk through every page and dialog")
"""

from collections.abc import Callable
from dataclasses import dataclass
from pkgutil import walk_packages

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDialog, QLineEdit, QPushButton, QWidget

import views
from console.domain.change import Change, ChangeState, Moment
from console.domain.operations.expire_silence import ExpireSilence
from console.domain.report.report_span import span_named
from console.kernel.i18n import t
from console.kernel.registry import load_module
from console.presenters.audit_team_rows import profile_choices
from console.settings.appearance import Appearance, Language, Theme
from console.settings.settings import Settings
from tests.fakes.reading import spoken_name
from tests.fakes.sample_estate import sample_estate
from tests.gui.conftest import Stage
from tests.gui.test_every_page import FocusFrames, controls, english_in, is_reached, place, texts_of
from views.dialogs.audit_dialog import AuditDialog
from views.dialogs.calendar_entry_dialog import CalendarEntryDialog
from views.dialogs.change_details import ChangeDetails
from views.dialogs.change_dialog import ChangeDialog
from views.dialogs.confirm_dialog import ConfirmDialog
from views.dialogs.dismissal_dialog import DismissalDialog
from views.dialogs.error_dialog import ErrorDialog
from views.dialogs.load_test_dialog import LoadTestDialog
from views.dialogs.profile_dialog import ProfileDialog
from views.dialogs.question_dialog import QuestionDialog
from views.dialogs.review_dialog import ReviewDialog
from views.dialogs.subject_dialog import SubjectDialog
from views.dialogs.unlock_dialog import UnlockDialog
from views.shell.key_map import bindings
from views.shell.shortcut_sheet import ShortcutSheet

MOST_WIDE, MOST_TALL = 1280, 800
_AT_S = 1_790_000_000.0
_MOMENTS = (Moment(ChangeState.PLANNED, _AT_S), Moment(ChangeState.CONFIRMED, _AT_S))
_CHANGE = Change("c", "1234", "production", "kim.x", "1234", ExpireSilence("asia", "1234"), "0" * 32, _MOMENTS)


@dataclass(frozen=True)
class Case:
    """``typed`` goes into the empty fields, one after the other; ``told`` is the signal of an answer."""

    make: Callable[[Stage], QDialog]
    typed: tuple[str, ...] = ()
    told: str = "agreed"


CASES = {
    "AuditDialog": Case(lambda stage: AuditDialog(stage.window, ("shop",), (("local", t("Unlock"), ""),))),
    "CalendarEntryDialog": Case(
        lambda stage: CalendarEntryDialog(stage.window, "UTC", _AT_S, sample_estate().cells), ("1234",)
    ),
    "ChangeDetails": Case(lambda stage: ChangeDetails(stage.window, stage.desktop._theme, _CHANGE), told=""),
    "ChangeDialog": Case(lambda stage: ChangeDialog(stage.window, stage.desktop._theme, "1234", 0.0), told=""),
    "ConfirmDialog": Case(
        lambda stage: ConfirmDialog(stage.window, "?", "1234", t("Unlock"), danger=True, typed="1234"), ("1234",),
        told="accepted",
    ),
    "DismissalDialog": Case(lambda stage: DismissalDialog(stage.window, "1234", "kim.x"), ("1234 5678 9012",)),
    "ErrorDialog": Case(lambda stage: ErrorDialog(stage.window, "1234", "5678", "9012"), told=""),
    "LoadTestDialog": Case(lambda stage: LoadTestDialog(stage.window, (("local", t("Unlock")),)),
                           ("https://shop.example/",)),
    "ProfileDialog": Case(
        lambda stage: ProfileDialog(stage.window, "1234", "", profile_choices(sample_estate())),
    ),
    "QuestionDialog": Case(lambda stage: QuestionDialog(stage.window, "1234", "5678"), ("9012",)),
    "ReviewDialog": Case(lambda stage: ReviewDialog(stage.window, (("2026-10", span_named("2026-10")),),
                                                    (("pdf", "PDF"),)), told="wanted"),
    "ShortcutSheet": Case(
        lambda stage: ShortcutSheet(stage.desktop._theme, "1234", (), bindings({}), (), stage.window), told=""
    ),
    "SubjectDialog": Case(lambda stage: SubjectDialog(stage.window, "1234", sample_estate().cells)),
    "UnlockDialog": Case(lambda stage: UnlockDialog(stage.window, "asia", is_production=True), ("1234",)),
}  # fmt: skip


@pytest.fixture(params=[Language.ENGLISH, Language.JAPANESE], ids=["en", "ja"])
def stage(request: pytest.FixtureRequest, make_stage: Callable[..., Stage]) -> Stage:
    """A window with large text."""
    made = make_stage(Settings(appearance=Appearance(theme=Theme.DARK, language=request.param, scale=1.5)))
    made.show()
    made.open_estate()
    return made


def opened(stage: Stage, case: Case) -> QDialog:
    """Open a dialog as the window does."""
    dialog = case.make(stage)
    dialog.open()
    stage.qtbot.waitUntil(dialog.isVisible)
    stage.qtbot.waitUntil(lambda: dialog.focusWidget() is not None and dialog.isActiveWindow())
    return dialog


def walk(dialog: QDialog, looks: FocusFrames | None = None) -> list[QWidget]:
    """Press Tab until it comes round; return every stop."""
    found: list[QWidget] = []
    for _ in range(60):
        now = dialog.focusWidget()
        assert now is not None
        if looks is not None:
            looks.look(now)
        if now in found:
            assert now is found[0], f"Tab is caught between {place(now)} and {place(found[-1])}"
            return found
        found.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    raise AssertionError("Tab does not come round")


def fill(dialog: QDialog, texts: tuple[str, ...]) -> None:
    """Type into the empty fields in the order in which Tab comes by."""
    left = list(texts)
    for one in walk(dialog):
        is_empty = (
            isinstance(one, QLineEdit) and not one.text() and not isinstance(one.parentWidget(), QAbstractSpinBox)
        )
        if left and is_empty and not isinstance(one.parentWidget(), QComboBox):
            QTest.keyClicks(one, left.pop(0))
    assert not left


def heard(dialog: QDialog, signal: str) -> list[int]:
    """Return a list that grows with every signal."""
    told: list[int] = []
    if signal:
        getattr(dialog, signal).connect(lambda *_: told.append(1))
    return told


def answer(dialog: QDialog) -> None:
    """Go to the button that does it by Tab, and press Space."""
    for one in walk(dialog):
        if isinstance(one, QPushButton) and one.property("role") in {"primary", "danger"}:
            one.setFocus()
            QTest.keyClick(one, Qt.Key.Key_Space)
            return
    raise AssertionError("no button does it")


def dialogs_below(kind: type[QDialog]) -> set[type[QDialog]]:
    """Every class of the product that is a dialog; all of its modules are loaded."""
    for module in walk_packages(views.__path__, "views."):
        load_module(module.name)
    found = set(kind.__subclasses__())
    return {one for below in found for one in (below, *dialogs_below(below)) if one.__module__.startswith("views.")}


def test_every_dialog_is_walked() -> None:
    assert {one.__name__ for one in dialogs_below(QDialog)} == set(CASES)


def test_all_of_every_dialog_has_a_name_fits_and_is_reached_by_tab(stage: Stage) -> None:
    unnamed, missed, unseen, large = [], [], [], []
    for name, case in CASES.items():
        dialog = opened(stage, case)
        parts = [one for one in controls(dialog) if one.isVisible() and one.isEnabled()]
        unnamed += [f"{name}: {place(one)}" for one in parts if not spoken_name(one)]
        looks = FocusFrames(dialog)
        found = walk(dialog, looks)
        unseen += [f"{name}: {one}" for one in looks.unseen]
        missed += [
            f"{name}: {place(one)}"
            for one in parts
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and not is_reached(one, found)
        ]
        if dialog.width() > MOST_WIDE or dialog.height() > MOST_TALL:
            large.append(f"{name}: {dialog.width()} × {dialog.height()}")
        dialog.reject()
    assert (unnamed, missed, unseen, large) == ([], [], [], [])


def test_no_dialog_shows_english_to_a_japanese_reader(stage: Stage) -> None:
    english: dict[str, set[str]] = {}
    is_japanese = t("Cancel") != "Cancel"
    for name, case in CASES.items():
        dialog = opened(stage, case)
        words = {
            word for text in (dialog.windowTitle(), *texts_of(dialog)) for word in english_in(text.replace(".bak", ""))
        }
        words |= {word for box in dialog.findChildren(QComboBox) for at in range(box.count())
                  for word in english_in(box.itemText(at))}  # fmt: skip
        if words:
            english[name] = words
        dialog.reject()
    if is_japanese:
        assert english == {}
    assert is_japanese or len(english) > len(CASES) / 2


def test_every_dialog_is_given_up_with_escape_and_the_focus_goes_back(stage: Stage) -> None:
    before = next(one for one in stage.window.findChildren(QPushButton) if one.property("role") == "search")
    for name, case in CASES.items():
        before.setFocus()
        dialog = opened(stage, case)
        told = heard(dialog, case.told)
        QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Escape)
        stage.qtbot.waitUntil(lambda: not [one for one in stage.window.findChildren(QDialog) if one.isVisible()])
        assert told == [], name
        assert stage.window.focusWidget() is before, name


def test_enter_in_a_field_never_gives_up_what_was_filled_in(stage: Stage) -> None:
    given_up = []
    for name, case in CASES.items():
        dialog = opened(stage, case)
        told = heard(dialog, case.told)
        fill(dialog, case.typed)
        fields = [one for one in walk(dialog) if isinstance(one, QLineEdit | QComboBox | QAbstractSpinBox)]
        if fields:
            QTest.keyClick(fields[0], Qt.Key.Key_Return)
            given_up += [name] if not told and not dialog.isVisible() else []
        dialog.reject()
    assert given_up == []


def test_every_dialog_is_filled_in_and_answered_by_keys_alone(stage: Stage) -> None:
    silent = []
    for name, case in CASES.items():
        if not case.told:
            continue
        dialog = opened(stage, case)
        told = heard(dialog, case.told)
        fill(dialog, case.typed)
        answer(dialog)
        if told != [1]:
            silent.append(f"{name}: {[one for one in texts_of(dialog) if one]}")
        if name == "ReviewDialog":
            dialog.reject()
    assert silent == []
