"""Numbers are typed as they are shown, and never become others. (proves requirements C1, "formatted for the locale")"""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from console.domain.runbooks.runbook_parameter import ParameterType, RunbookParameter
from console.kernel.i18n import number_signs
from console.presenters.format import number
from console.settings.appearance import Appearance, Language, Numbers, Theme
from console.settings.settings import Settings
from tests.gui.conftest import Stage
from views.runbooks.parameter_field import ParameterField
from views.widgets.number_field import NumberField
from views.widgets.whole_field import WholeField


@pytest.fixture(autouse=True)
def _own_locale() -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)


def _speak(make_stage: Callable[..., Stage], numbers: Numbers) -> Stage:
    look = Appearance(theme=Theme.LIGHT, language=Language.ENGLISH, numbers=numbers)
    stage = make_stage(Settings(appearance=look))
    stage.show()
    return stage


def _typed(qtbot: QtBot, field: NumberField | WholeField, keys: str) -> float:
    qtbot.addWidget(field)
    field.setRange(0, 100_000)
    field.setValue(3)
    field.lineEdit().selectAll()
    QTest.keyClicks(field.lineEdit(), keys)
    field.interpretText()
    return float(field.value())


@pytest.mark.parametrize(
    ("numbers", "keys", "decimal", "whole"),
    [
        (Numbers.POINT, "1.5", 1.5, 1),
        (Numbers.POINT, "1,5", 1, 1),  # what was right before the sign that does not fit, never 15
        (Numbers.POINT, "1,234", 1234, 1234),
        (Numbers.POINT, "1,234.5", 1234.5, 1234),
        (Numbers.COMMA, "1,5", 1.5, 1),
        (Numbers.COMMA, "1.5", 1, 1),
        (Numbers.COMMA, "1.234,5", 1234.5, 1234),
        (Numbers.SPACE, "1234,5", 1234.5, 1234),
        (Numbers.SPACE, "1.5", 1, 1),
        (Numbers.APOSTROPHE, "1.5", 1.5, 1),
    ],
)
def test_a_field_takes_the_readers_signs_and_no_others(
    make_stage: Callable[..., Stage], qtbot: QtBot, numbers: Numbers, keys: str, decimal: float, whole: float
) -> None:
    _speak(make_stage, numbers)
    assert (_typed(qtbot, NumberField(), keys), _typed(qtbot, WholeField(), keys)) == (decimal, whole)


def test_the_whole_window_changes_its_signs_with_the_setting(make_stage: Callable[..., Stage], qtbot: QtBot) -> None:
    stage = _speak(make_stage, Numbers.POINT)
    assert (number(1234.5, 1), QLocale().decimalPoint()) == ("1,234.5", ".")
    shown = stage.window
    stage.desktop._preferences.change("appearance", numbers=Numbers.COMMA)
    qtbot.waitUntil(lambda: stage.desktop.windows[0] is not shown)
    assert (number(1234.5, 1), QLocale().decimalPoint(), number_signs()) == ("1.234,5", ",", (",", "."))


def test_a_runbook_gets_the_number_that_was_meant(make_stage: Callable[..., Stage], qtbot: QtBot) -> None:
    _speak(make_stage, Numbers.COMMA)
    field = ParameterField(RunbookParameter("share", ParameterType.NUMBER, default=0.25), None)
    qtbot.addWidget(field)
    line = field.findChild(QLineEdit)
    assert line is not None
    assert line.placeholderText() == "0,25"
    field.take("0.5")
    assert (line.text(), field.value()) == ("0,5", "0.5")
    line.setText("1.234,5")
    assert field.value() == "1234.5"
    line.setText("1.5")
    assert field.value() == "1.5"  # refused by the runbook or a number: never another one
    line.setText("tokyo")
    assert field.value() == "tokyo"


@pytest.mark.parametrize(
    ("numbers", "value", "text"),
    [
        (Numbers.POINT, 14.0, "14 days"),
        (Numbers.POINT, 0.0, "0 days"),
        (Numbers.POINT, 400.5, "400.5 days"),
        (Numbers.COMMA, 100.0, "100 days"),
        (Numbers.COMMA, 0.25, "0,25 days"),
    ],
)
def test_no_more_decimals_are_shown_than_a_number_has(
    make_stage: Callable[..., Stage], qtbot: QtBot, numbers: Numbers, value: float, text: str
) -> None:
    _speak(make_stage, numbers)
    field = NumberField()
    qtbot.addWidget(field)
    field.setRange(0, 1000)
    field.setSuffix(" days")
    field.setValue(value)
    assert field.text() == text


@pytest.mark.parametrize(
    "limits", [{"default": 5_000_000_000}, {"default": 5, "minimum": 3e9}, {"default": 5, "maximum": -3e9}]
)
def test_a_whole_number_that_no_spin_field_holds_is_typed(qtbot: QtBot, limits: dict[str, float]) -> None:
    field = ParameterField(RunbookParameter("bytes", ParameterType.INTEGER, **limits), None)  # type: ignore[arg-type]
    qtbot.addWidget(field)
    field.take("99999999999")
    assert (field.findChild(WholeField), field.value()) == (None, "99999999999")


@pytest.mark.parametrize("text", ["99999999999", "-99999999999", "²", "--5", "-", "", "9" * 5000, "soon"])
def test_what_a_spin_field_does_not_hold_leaves_its_number(qtbot: QtBot, text: str) -> None:
    field = ParameterField(RunbookParameter("count", ParameterType.INTEGER, default=7), None)
    qtbot.addWidget(field)
    field.take(text)
    assert field.value() == "7"
    field.take("-12")
    assert field.value() == "-12"


def test_a_default_that_is_no_number_is_only_shown(qtbot: QtBot) -> None:
    field = ParameterField(RunbookParameter("count", ParameterType.INTEGER, default="²"), None)
    qtbot.addWidget(field)
    assert field.value() == ""
