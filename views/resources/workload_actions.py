"""Scaling and restarting the workload that is shown; what is not allowed is disabled with the reason."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from console.domain.operations.restart_workload import RestartWorkload
from console.domain.operations.scale_workload import ScaleWorkload
from console.kernel.i18n import t
from views.widgets.label import ElidedLabel, Label
from views.widgets.layout import row
from views.widgets.whole_field import WholeField

if TYPE_CHECKING:
    from console.domain.resource import ResourceKind, ResourceRef
    from console.kernel.errors import ConsoleError
    from console.ports.cluster import ClusterReader, Permission
    from console.presenters.workload_controls import WorkloadControls
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext

_MOST = 10_000


class WorkloadActions(QWidget):
    """Hidden for objects that are no workloads. Nothing is done here: every action opens its confirmation."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._ref: ResourceRef | None = None
        self._refused = ""
        self._count, self._despite = WholeField(), QCheckBox(t("Despite its autoscaler"))
        self._count.setRange(0, _MOST)
        self._count.setAccessibleName(t("Replicas"))
        self._count_word = Label(t("Replicas"), "muted")
        self._scale, self._restart = QPushButton(t("Scale …")), QPushButton(t("Restart …"))
        self._scale.clicked.connect(self._ask_scale)
        self._restart.clicked.connect(self._ask_restart)
        self._why = ElidedLabel(role="muted")
        layout = row(self._count_word, self._count, self._despite, self._scale, self._restart, spacing=8)
        layout.addWidget(self._why, 1)
        self.setLayout(layout)
        self.hide()
        context.bridge.changed.connect(self._follow)

    def show_object(self, reader: ClusterReader, ref: ResourceRef, kind: ResourceKind, has: WorkloadControls) -> None:
        """Offer what can be done with an object, and ask the cluster whether the user may."""
        if ref != self._ref:
            self._refused = ""
            self._despite.setChecked(False)
            if has.replicas is not None:
                self._count.setValue(has.replicas)
        self._ref = ref
        self.setVisible(has.can_scale or has.can_restart)
        for widget in (self._count_word, self._count, self._despite, self._scale):
            widget.setVisible(has.can_scale)
        self._restart.setVisible(has.can_restart)
        self._weigh()
        if has.can_restart:
            asked = self._context.session.runtime.submit(reader.allowed("patch", kind, ref.namespace, ref.name))
            self._context.bridge.when_done(asked, lambda found: self._permit(ref, found), self._unasked, owner=self)

    def take_focus(self) -> None:
        """Put the focus on what can be changed first; while nothing can be, the reason stands beside it."""
        for widget in (self._count, self._restart):
            if widget.isVisible() and widget.isEnabled():
                widget.setFocus()
                return

    def _permit(self, ref: ResourceRef, found: Permission) -> None:
        if ref == self._ref:
            reason = found.reason or t("the cluster gives no reason")
            self._refused = (
                "" if found.allowed else t("You may not change {kind}: {reason}", kind=ref.kind, reason=reason)
            )
            self._weigh()

    def _unasked(self, _error: ConsoleError) -> None:
        """The cluster does not say; the preview will."""

    def _follow(self, _state: State, summary: ChangeSummary) -> None:
        if self._ref is not None and summary.touches("unlocks", "estate"):
            self._weigh()

    def _weigh(self) -> str:
        """Enable or disable; return why nothing can be done."""
        connection = self._ref.connection if self._ref is not None else ""
        why = self._context.changes.why_not(connection) or self._refused
        for widget in (self._count, self._despite, self._scale, self._restart):
            widget.setEnabled(not why)
            widget.setToolTip(why)
        self._why.setText(why)
        return why

    def _ask_scale(self) -> None:
        if self._ref is not None and not self._weigh():
            one = self._ref
            wanted, despite = self._count.value(), self._despite.isChecked()
            operation = ScaleWorkload(one.connection, one.kind, one.namespace, one.name, wanted, despite)
            self._context.changes.start(operation)

    def _ask_restart(self) -> None:
        if self._ref is not None and not self._weigh():
            one = self._ref
            now = self._context.clock.now().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
            self._context.changes.start(RestartWorkload(one.connection, one.kind, one.namespace, one.name, now))
