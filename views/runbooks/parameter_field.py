"""One parameter of a runbook as a field that fits its type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QWidget

from console.domain.runbooks.runbook_parameter import ParameterType
from console.kernel.i18n import localized, plain, t
from console.presenters.format import short
from views.widgets.label import Label, set_role
from views.widgets.layout import column
from views.widgets.tip import tip
from views.widgets.whole_field import WholeField

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_parameter import RunbookParameter

_MOST_INT = 2**31 - 1
_NUMBERS = frozenset((ParameterType.NUMBER, ParameterType.INTEGER))
_MOST_TYPED = 32_768


class ParameterField(QWidget):
    """``changed`` is emitted with every edit. An empty value means the default; ``choices`` are what it can be."""

    changed = Signal()

    def __init__(self, parameter: RunbookParameter, choices: tuple[str, ...] | None) -> None:
        super().__init__()
        self.parameter = parameter
        self._field = self._made(parameter, choices)
        name = parameter.name if parameter.is_required else t("{name} (optional)", name=parameter.name)
        if not parameter.is_required and parameter.default is not None:
            name = parameter.name
        label = Label(name, "strong")
        label.setBuddy(self._field)
        self._field.setAccessibleName(parameter.name)
        self._field.setAccessibleDescription(parameter.help)
        self._field.setToolTip(tip(_rules(parameter)))
        parts = [label, self._field, *([Label(parameter.help, "caption", wrap=True)] if parameter.help else [])]
        self.setLayout(column(*parts, spacing=2))
        self.setFocusProxy(self._field)

    def _made(self, parameter: RunbookParameter, choices: tuple[str, ...] | None) -> QWidget:
        default = "" if parameter.default is None else self._shown(str(parameter.default))
        if parameter.type is ParameterType.BOOLEAN:
            box = QCheckBox(t("Yes"))
            box.setChecked(default.lower() in {"true", "yes", "1", "on"})
            box.toggled.connect(lambda _on: self.changed.emit())
            return box
        if choices is not None:
            return self._combo(choices, default, is_free=parameter.type is not ParameterType.CHOICE)
        whole, limits = _whole(default), _limits(parameter)
        if parameter.type is ParameterType.INTEGER and whole is not None and whole >= 0 and limits is not None:
            return self._spin(limits, whole)
        line = QLineEdit()
        line.setMaxLength(_MOST_TYPED)
        line.setPlaceholderText(default or _example(parameter.type))
        line.textChanged.connect(lambda _text: self.changed.emit())
        return line

    def _combo(self, choices: tuple[str, ...], default: str, *, is_free: bool) -> QComboBox:
        combo = QComboBox()
        combo.setEditable(is_free)
        if "" not in choices:
            combo.addItem("")
        combo.addItems(list(choices))
        line = combo.lineEdit()
        if line is not None:
            line.setPlaceholderText(default or t("type or choose"))
            completer = QCompleter(list(choices), combo)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            combo.setCompleter(completer)
        combo.setCurrentText(default if default in choices else "")
        combo.currentTextChanged.connect(lambda _text: self.changed.emit())
        return combo

    def _spin(self, limits: tuple[int, int], default: int) -> WholeField:
        spin = WholeField()
        spin.setRange(*limits)
        spin.setValue(default)
        spin.valueChanged.connect(lambda _value: self.changed.emit())
        return spin

    def value(self) -> str:
        """Return what was entered, as text; empty: the default."""
        if isinstance(self._field, QCheckBox):
            return "true" if self._field.isChecked() else "false"
        if isinstance(self._field, QComboBox):
            return self._field.currentText().strip()
        if isinstance(self._field, WholeField):
            return str(self._field.value())
        assert isinstance(self._field, QLineEdit)
        text = self._field.text()
        return (plain(text) or text) if self.parameter.type in _NUMBERS else text

    def take(self, value: str) -> None:
        """Enter a value."""
        if isinstance(self._field, QCheckBox):
            self._field.setChecked(value.lower() in {"true", "yes", "1", "on"})
        elif isinstance(self._field, QComboBox):
            self._field.setCurrentText(value)
        elif isinstance(self._field, WholeField):
            whole = _whole(value)
            self._field.setValue(self._field.value() if whole is None else whole)
        elif isinstance(self._field, QLineEdit):
            self._field.setText(self._shown(value))

    def _shown(self, value: str) -> str:
        """Return a value of the runbook as the reader writes it."""
        is_number = value.removeprefix("-").replace(".", "", 1).isdigit()
        return localized(value) if is_number and self.parameter.type in _NUMBERS else value

    def mark_wrong(self, is_wrong: bool) -> None:
        """Show whether the value does not fit."""
        set_role(self._field, "true" if is_wrong else "false", "invalid")


def _whole(text: str) -> int | None:
    """Return the whole number of a text; ``None``: it is none, or more than a spin field holds."""
    is_short = len(text) <= len(str(-_MOST_INT)) and text.removeprefix("-").isdecimal()
    return int(text) if is_short and abs(int(text)) <= _MOST_INT else None


def _limits(parameter: RunbookParameter) -> tuple[int, int] | None:
    """Return the least and the most; ``None``: they are more than a spin field holds."""
    low = -_MOST_INT if parameter.minimum is None else max(-_MOST_INT, parameter.minimum)
    high = _MOST_INT if parameter.maximum is None else min(_MOST_INT, parameter.maximum)
    return (int(low), int(high)) if low <= _MOST_INT and high >= -_MOST_INT else None


def _example(kind: ParameterType) -> str:
    return {
        ParameterType.DURATION: t("e.g. 15m"),
        ParameterType.REFERENCE: t("keyring:…, env:… or file:…"),
        ParameterType.PATH: t("path of a file"),
    }.get(kind, "")


def _rules(parameter: RunbookParameter) -> str:
    told = [parameter.help]
    if parameter.pattern:
        told.append(t("Pattern: {pattern}", pattern=parameter.pattern))
    if parameter.minimum is not None:
        told.append(t("At least {limit}", limit=short(parameter.minimum)))
    if parameter.maximum is not None:
        told.append(t("At most {limit}", limit=short(parameter.maximum)))
    return "\n".join(one for one in told if one)
