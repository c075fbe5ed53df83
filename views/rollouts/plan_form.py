"""The form of a plan: what is rolled out, where, in which stages, behind which gates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QFrame, QLineEdit, QScrollArea, QWidget

from console.domain.rollouts.plan_draft import PlanDraft, plan_of
from console.domain.rollouts.rollout_plan import RolloutModel
from console.domain.rollouts.rollout_stage import STAGES
from console.domain.rollouts.stage_text import read_stages, stages_text
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.rollable import kind_title
from views.rollouts.gate_fields import GateFields
from views.rollouts.wave_table import WaveTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.rollouts.rollout_plan import RolloutPlan
    from console.estate.schema.edge_model import EdgeModel
    from console.estate.schema.estate import Estate
    from console.presenters.rollable import Rollable
    from views.theme.theme import Theme

_VERSION = re.compile(r"\bv\d+\.\d+(?:\.\d+)?\b", re.ASCII)


class PlanForm(QScrollArea):
    """``changed`` after each edit; ``plan`` is what it says then. ``is_touched``: somebody has filled something in."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(t("Plan"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._found: tuple[Rollable, ...] = ()
        self._models: tuple[EdgeModel, ...] = ()
        self._titles: dict[str, str] = {}
        self._named = False
        self.is_touched = False
        self.what, self._new, self._old = _choice(t("What")), _choice(t("New")), _choice(t("In the place of"))
        self._image = _line(t("New image"), "registry/repository:tag")
        self._model, self._version = _choice(t("Edge model")), _line(t("Version of the model"), "v1.2.3")
        self._name, self._reason = _line(t("Name of the rollout")), _line(t("Reason"), t("Reason, in a few words"))
        self._stages = _line(t("Stages"), stages_text(STAGES))
        self._stages.setText(stages_text(STAGES))
        self._mode, self._waits = _choice(t("How it goes on")), QCheckBox(t("Wait for me between the waves"))
        for title, mode in ((t("By clock, when the gates allow it"), "clock"), (t("By hand, stage for stage"), "hand")):
            self._mode.addItem(title, mode)
        self._waits.setChecked(True)
        self._cells, self._gates = WaveTable(), GateFields()
        self._lay_out(theme)
        self._wire()

    def _lay_out(self, theme: Theme) -> None:
        inner = QWidget()
        self._form = QFormLayout(inner)
        self._form.setContentsMargins(0, 0, theme.space(1), 0)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._form.setVerticalSpacing(theme.space(0.5))
        for title, widget in (
            (t("What"), self.what),
            (t("New image"), self._image),
            (t("New"), self._new),
            (t("In the place of"), self._old),
            (t("Edge model whose versions must fit"), self._model),
            (t("Version of the model"), self._version),
            (t("Cells, wave by wave"), self._cells),
            (t("Stages: share, and how long it is watched"), self._stages),
            (t("How it goes on"), self._mode),
            ("", self._waits),
            (t("Gates, and what takes it back"), self._gates),
            (t("Name of the rollout"), self._name),
            (t("Reason"), self._reason),
        ):
            self._form.addRow(title, widget) if title else self._form.addRow(widget)
        self.setWidget(inner)
        self.setMinimumWidth(theme.space(42))

    def _wire(self) -> None:
        self.what.currentIndexChanged.connect(lambda _place: self._choose())
        self._model.currentIndexChanged.connect(lambda _place: self._choose_model())
        self._name.textEdited.connect(lambda _text: self._keep_name())
        self._new.currentIndexChanged.connect(lambda _place: self._choose_model())
        for box in (self.what, self._new, self._old, self._model, self._mode):
            box.activated.connect(lambda _place: self._touch())
        for line in (self._image, self._version, self._stages, self._name, self._reason):
            line.textEdited.connect(lambda _text: self._touch())
        for combo in (self._old, self._mode):
            combo.currentIndexChanged.connect(lambda _place: self._tell())
        for line in (self._image, self._version, self._stages, self._reason):
            line.textChanged.connect(lambda _text: self._tell())
        self._waits.toggled.connect(lambda _on: self.changed.emit())
        self._cells.changed.connect(self.changed)
        self._gates.changed.connect(self.changed)

    def _touch(self) -> None:
        if not self.is_touched:
            self.is_touched = True
            self.changed.emit()

    # --- showing --------------------------------------------------------------------------------------------------

    def show_found(self, estate: Estate, found: Sequence[Rollable]) -> None:
        """Show what there is; what was filled in stays while it is still there."""
        if [_face(one) for one in found] == [_face(one) for one in self._found]:
            return
        chosen, before = self.what.currentText(), self._chosen()
        self._found = tuple(found)
        self._titles = {one.key: one.title or one.key for one in estate.cells}
        if self._models != tuple(estate.models) or not self._model.count():
            self._models = tuple(estate.models)
            self._fill_models()
        self.what.blockSignals(True)
        self.what.clear()
        for one in found:
            self.what.addItem(f"{kind_title(one.kind)}: {one.name}")
        self.what.setCurrentIndex(max(0, self.what.findText(chosen)))
        self.what.blockSignals(False)
        now = self._chosen()
        if before is None or now is None or _face(before) != _face(now):
            self._choose()

    def _fill_models(self) -> None:
        self._model.blockSignals(True)
        self._model.clear()
        self._model.addItem(t("none: nothing is checked"), "")
        for one in self._models:
            self._model.addItem(one.title or one.key, one.key)
        self._model.blockSignals(False)

    def _chosen(self) -> Rollable | None:
        place = self.what.currentIndex()
        return self._found[place] if 0 <= place < len(self._found) else None

    def _choose(self) -> None:
        found = self._chosen()
        if found is None:
            self._cells.show_cells([], one=False)
            self._image.clear()
            return
        is_image = not found.choices
        for widget, shown in ((self._image, is_image), (self._new, not is_image), (self._old, not is_image)):
            self._form.setRowVisible(widget, shown)
        self._form.setRowVisible(self._model, bool(self._models))
        self._image.setText(found.new if is_image else "")
        for combo, value in ((self._new, found.new), (self._old, found.old)):
            combo.blockSignals(True)
            combo.clear()
            for one, words in found.choices:
                combo.addItem(words, one)
            combo.setCurrentIndex(combo.findData(value))
            combo.blockSignals(False)
        self._cells.show_cells([(key, self._titles.get(key, key)) for key in found.levers], one=found.one)
        fits = next((one.key for one in self._models if found.kind == "worker" and one.worker == found.name), "")
        self._model.setCurrentIndex(max(0, self._model.findData(fits)))
        self._choose_model()

    def _choose_model(self) -> None:
        model = next((one for one in self._models if one.key == self._model.currentData()), None)
        self._form.setRowVisible(self._version, model is not None)
        told = _VERSION.search(self._new.currentText()) if self._new.count() else None
        usual = model.canary or model.current if model is not None else ""
        self._version.setText(told[0] if told is not None and model is not None else usual)
        self._tell()

    def _keep_name(self) -> None:
        self._named = True
        self.changed.emit()

    def _tell(self) -> None:
        """Propose a name until somebody gives one."""
        found = self._chosen()
        if found is not None and not self._named:
            new = self._image.text().rpartition(":")[2] if not found.choices else self._new.currentText()
            self._name.setText(f"{found.name} {self._version.text() or new}".strip())
        self.changed.emit()

    # --- reading --------------------------------------------------------------------------------------------------

    def plan(self) -> RolloutPlan:
        """Return the plan that was filled in; raise ``UserError`` for one that makes no sense."""
        found = self._chosen()
        if found is None:
            raise UserError(t("Nothing of the estate can be rolled out."), t("Wait until it was read."))
        new = self._image.text().strip() if not found.choices else str(self._new.currentData() or "")
        if not found.choices and new == found.new:
            raise UserError(t("This image runs already: {image}.", image=new), t("Enter the new tag."))
        levers = found.chosen(new, str(self._old.currentData() or "") if found.choices else "")
        key = str(self._model.currentData() or "")
        draft = PlanDraft(
            self._name.text().strip(),
            self._cells.waves(),
            read_stages(self._stages.text()),
            self._gates.gates(),
            mode="hand" if self._mode.currentData() == "hand" else "clock",
            waits=self._waits.isChecked(),
            reason=self._reason.text().strip(),
            model=RolloutModel(key, self._version.text().strip()) if key else None,
        )
        return plan_of(draft, levers)


def _face(found: Rollable) -> tuple[object, ...]:
    """Return what of it the form shows: when this is the same, what somebody has filled in stays."""
    return found.kind, found.name, tuple(found.levers), found.choices


def _line(name: str, hint: str = "") -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(hint)
    line.setMaxLength(500)
    return line


def _choice(name: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(12)
    return combo
