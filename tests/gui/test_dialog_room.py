"""What a dialog says later takes nothing from its fields: it grows by the lines that come.

(proves product.md "works at 125–200 % scaling and at 1280×800", C1)
"""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.domain.report.report_span import SpanKind, span_of
from tests.fakes.small_estate import ESTATE
from views.dialogs.calendar_entry_dialog import CalendarEntryDialog
from views.dialogs.load_test_dialog import LoadTestDialog
from views.dialogs.review_dialog import ReviewDialog
from views.theme.theme import Theme

NOW_S = 1_795_000_000.0
WHY = "It was not written: /home/someone/Documents/a-very-long-folder-name/reviews/review-2026-11.pdf is no folder."


def review() -> ReviewDialog:
    return ReviewDialog(None, [("This month", span_of(SpanKind.MONTH, NOW_S))], [("pdf", "PDF document")])


def calendar() -> CalendarEntryDialog:
    return CalendarEntryDialog(None, "Asia/Tokyo", NOW_S, ESTATE.cells)


def load_test() -> LoadTestDialog:
    return LoadTestDialog(None, (("local", "This computer"),))


CASES: list[tuple[Callable[[], QDialog], Callable[[QDialog], None]]] = [
    (review, lambda dialog: dialog.show_idle(WHY)),  # type: ignore[attr-defined]
    (calendar, lambda dialog: dialog._agree()),  # type: ignore[attr-defined]
    (load_test, lambda dialog: dialog._agree()),  # type: ignore[attr-defined]
]


def squeezed(dialog: QDialog) -> list[QWidget]:
    fields = [one for kind in (QComboBox, QLineEdit, QPushButton) for one in dialog.findChildren(kind)]
    return [one for one in fields if one.isVisible() and one.height() < one.sizeHint().height()]


@pytest.mark.parametrize(("make", "tell"), CASES)
def test_what_is_said_later_squeezes_no_field(
    theme: Theme, qtbot: QtBot, make: Callable[[], QDialog], tell: Callable[[QDialog], None]
) -> None:
    dialog = make()
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert squeezed(dialog) == []
    tell(dialog)
    qtbot.waitUntil(lambda: not squeezed(dialog), timeout=1_000)


@pytest.mark.parametrize(("make", "tell"), CASES)
def test_with_large_text_it_grows_no_further_than_the_screen(
    theme: Theme, qtbot: QtBot, make: Callable[[], QDialog], tell: Callable[[QDialog], None]
) -> None:
    theme.choose("light", 2.0)
    dialog = make()
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    tell(dialog)
    screen = dialog.screen().availableGeometry()
    qtbot.waitUntil(lambda: dialog.frameGeometry().bottom() <= screen.bottom(), timeout=1_000)
    assert dialog.frameGeometry().top() >= screen.top(), "its title is where it can be moved by"
    theme.choose("light", 1.0)
