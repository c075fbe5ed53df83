"""The settings form: one row per field of the settings models; a change is in force at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.setting_field import refusal_of, setting_sections
from views.settings.shortcut_editor import ShortcutEditor
from views.widgets.label import Label, set_role
from views.widgets.layout import card, column
from views.widgets.number_field import NumberField
from views.widgets.whole_field import WholeField

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import (
        QAbstractSpinBox,
    )

    from console.presenters.setting_field import SettingField, SettingSection
    from views.page import PageContext
    from views.theme.theme import Theme

LARGE = 1.5
"""From this size of text on, what helps stands below the field: beside it there is no room in a window of 1280."""


class SettingsForm(QScrollArea):
    """Sections as cards, shortcuts last."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setAccessibleName(t("Settings"))
        self._context = context
        self._taking = False
        self._show: list[Callable[[SettingField], None]] = []
        space = context.theme.space(2)
        body = column(spacing=space, margins=(0, space, space, space))
        for section in setting_sections(context.preferences.settings):
            body.addWidget(card(self._section(section)))
        body.addWidget(card(ShortcutEditor(context, self).layout_of()))
        body.addStretch(1)
        inner = QWidget()
        inner.setProperty("role", "plain")
        inner.setMaximumWidth(context.theme.space(110))
        inner.setLayout(body)
        self.setWidgetResizable(True)
        self.setWidget(inner)
        context.preferences.changed.connect(self._refresh)

    def _section(self, section: SettingSection) -> QGridLayout:
        grid = QGridLayout()
        space = self._context.theme.space(2)
        grid.setContentsMargins(space, space, space, space)
        grid.setHorizontalSpacing(space)
        grid.setVerticalSpacing(self._context.theme.space(1))
        is_large = self._context.theme.scale >= LARGE
        grid.setColumnMinimumWidth(0, self._context.theme.space(24 if is_large else 28))
        grid.addWidget(Label(section.title, "section"), 0, 0, 1, 3)
        for line, field in enumerate(section.fields, 1):
            label, help_text = Label(field.label), Label(field.help, "caption", wrap=True)
            editor = self._editor(field)
            editor.setFixedWidth(self._context.theme.space(30 if is_large else 34))
            editor.setAccessibleName(field.label)
            editor.setAccessibleDescription(field.help)
            label.setBuddy(editor)
            grid.addWidget(label, 2 * line, 0)
            grid.addWidget(editor, 2 * line, 1)
            if field.help:
                grid.addWidget(help_text, 2 * line + is_large, 1 if is_large else 2)
        grid.setColumnStretch(2, 1)
        return grid

    def _editor(self, field: SettingField) -> QWidget:
        made = {"choice": self._choice, "switch": self._switch, "whole": self._whole, "number": self._number,
                "percent": self._percent}  # fmt: skip
        return made.get(field.kind, self._text)(field)

    def _choice(self, field: SettingField) -> QWidget:
        box = QComboBox()
        for value, text in field.choices:
            box.addItem(text, value)
        box.setCurrentIndex(box.findData(str(field.value)))
        box.activated.connect(lambda _place: self._change(field, box.currentData(), box))
        self._remember(field, lambda new: box.setCurrentIndex(box.findData(str(new.value))))
        return box

    def _switch(self, field: SettingField) -> QWidget:
        box = QCheckBox()
        box.setChecked(bool(field.value))
        box.clicked.connect(lambda on: self._change(field, on, box))
        self._remember(field, lambda new: box.setChecked(bool(new.value)))
        return box

    def _whole(self, field: SettingField) -> QWidget:
        box = WholeField()
        box.setRange(int(field.least), int(field.most))
        box.setKeyboardTracking(False)
        box.setGroupSeparatorShown(field.name != "port")  # a port is a name, not an amount
        _indent(box, self._context.theme)
        box.setValue(int(field.value))
        box.valueChanged.connect(lambda value: self._change(field, value, box))
        self._remember(field, lambda new: box.setValue(int(new.value)))
        return box

    def _number(self, field: SettingField) -> QWidget:
        box = NumberField()
        box.setRange(field.least, field.most)
        box.setDecimals(2)
        _indent(box, self._context.theme)
        box.setSingleStep(0.1 if field.most <= 10 else 1.0)
        box.setKeyboardTracking(False)
        box.setValue(float(field.value))
        box.valueChanged.connect(lambda value: self._change(field, value, box))
        self._remember(field, lambda new: box.setValue(float(new.value)))
        return box

    def _percent(self, field: SettingField) -> QWidget:
        box = NumberField()
        box.setRange(field.least * 100, field.most * 100)
        box.setDecimals(1)
        box.setSuffix(" %")
        _indent(box, self._context.theme)
        box.setSingleStep(10.0)
        box.setKeyboardTracking(False)
        box.setValue(float(field.value) * 100)
        box.valueChanged.connect(lambda value: self._change(field, round(value / 100, 3), box))
        self._remember(field, lambda new: box.setValue(float(new.value) * 100))
        return box

    def _text(self, field: SettingField) -> QWidget:
        box = QLineEdit(str(field.value))
        box.editingFinished.connect(lambda: self._change(field, box.text().strip(), box))
        self._remember(field, lambda new: box.setText(str(new.value)))
        return box

    def _remember(self, field: SettingField, take: Callable[[SettingField], None]) -> None:
        def show(new: SettingField) -> None:
            if (new.section, new.name) == (field.section, field.name):
                take(new)

        self._show.append(show)

    def _refresh(self, _section: str) -> None:
        """Take what another window or a shortcut changed."""
        self._taking = True
        for section in setting_sections(self._context.preferences.settings):
            for field in section.fields:
                for show in self._show:
                    show(field)
        self._taking = False

    def _change(self, field: SettingField, value: object, editor: QWidget) -> None:
        if self._taking:
            return
        why_not = refusal_of(field, value)
        try:
            if not why_not:
                self._context.preferences.change(field.section, **{field.name: value})
        except ValidationError:
            why_not = t("{field}: this value is not possible.", field=field.label)
        except UserError as error:
            self._context.dialogs.error(error, t("The settings were not saved"))
        set_role(editor, "true" if why_not else "false", "invalid")
        editor.setToolTip(why_not)


def _indent(box: QAbstractSpinBox, theme: Theme) -> None:
    """Set the number in from the border: the style sheet's padding does not reach the field inside."""
    field = box.findChild(QLineEdit)
    if isinstance(field, QLineEdit):
        field.setTextMargins(theme.space(0.75), 0, 0, 0)
