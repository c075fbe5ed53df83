"""Port-forwards: open one for the object in front, and the list of all that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from console.domain.health import Health
from console.kernel.i18n import t
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable
from views.widgets.whole_field import WholeField

if TYPE_CHECKING:
    from console.domain.resource import ResourceRef
    from console.ports.cluster import ClusterReader
    from console.presenters.log_targets import LogTarget
    from console.services.port_forwards import OpenForward
    from views.page import PageContext

_STATES = {"open": Health.OK, "reconnecting": Health.WARNING}
LOOK_MS = 1_000


class ForwardPanel(QWidget):
    """Forwards go on while other pages are shown; they reconnect by themselves when the pod is replaced."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._reader: ClusterReader | None = None
        self._ref: ResourceRef | None = None
        self._ports, self._local = QComboBox(), WholeField()
        self._ports.setEditable(True)
        self._ports.setAccessibleName(t("Port of the pod or service"))
        self._local.setRange(0, 65_535)
        self._local.setSpecialValueText(t("any free port"))
        self._local.setAccessibleName(t("Local port"))
        self._open, self._close = QPushButton(t("Forward")), QPushButton(t("Stop"))
        self._open.clicked.connect(self._start)
        self._close.clicked.connect(self._stop)
        self._said = Label(role="error", wrap=True)
        self._said.hide()
        self._table: DataTable[OpenForward] = DataTable(
            context.theme, _columns(), id, name="forwards", memory=context.memory
        )
        self._table.say_when_empty(t("No port is being forwarded."))
        self._table.setAccessibleName(t("Port-forwards"))
        self._table.current_changed.connect(self._offer_stop)
        self._form = row(
            Label(t("Port")), self._ports, Label(t("to 127.0.0.1, port")), self._local, self._open, None, self._close
        )
        layout = column(self._form, self._said, spacing=8, margins=(0, 8, 0, 0))
        layout.addWidget(self._table, 1)
        self.setLayout(layout)
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self.refresh)

    def aim(self, reader: ClusterReader, ref: ResourceRef, target: LogTarget | None) -> None:
        """Offer the ports of an object."""
        self._reader, self._ref = reader, ref
        can = target is not None and ref.kind in {"Pod", "Service"}
        for widget in (self._ports, self._local, self._open):
            widget.setEnabled(can)
        self._ports.clear()
        self._ports.addItems([str(port) for port in (target.ports if target is not None and can else ())])
        self._said.setVisible(not can)
        self._said.setText("" if can else t("Open a pod or a service to forward one of its ports."))
        self.refresh()
        self._look.start()

    def stop_looking(self) -> None:
        """Do not refresh while nobody looks; the forwards go on."""
        self._look.stop()

    def _start(self) -> None:
        text = self._ports.currentText().strip()
        if self._reader is None or self._ref is None:
            return
        if not text.isdigit() or not 0 < int(text) < 65_536:
            self._tell(t("{text} is no port; it is a number from 1 to 65535.", text=repr(text)))
            return
        ref = self._ref
        future = self._context.session.forwards.open(
            self._reader,
            ref.connection,
            ref.namespace,
            f"{ref.kind.lower()}/{ref.name}",
            int(text),
            self._local.value(),
        )
        self._context.work.track(t("Forwarding {name}:{port}", name=ref.name, port=text), future)
        self._context.bridge.when_done(future, self._begun, lambda error: self._tell(str(error)), owner=self)

    def _begun(self, forward: OpenForward) -> None:
        self._tell("")
        if self._table.current_row() is None:
            self._table.select_key(id(forward))

    def _stop(self) -> None:
        forward = self._table.current_row()
        if forward is not None:
            future = self._context.session.forwards.close(forward)
            self._context.bridge.when_done(future, lambda _none: self.refresh(), owner=self)

    def _tell(self, text: str) -> None:
        self._said.setText(text)
        self._said.setVisible(bool(text))
        self.refresh()

    def refresh(self) -> None:
        """Show the forwards as they are now; where one was stopped, the cursor goes to no other."""
        was_empty = not self._table.total_count
        self._table.set_rows(self._context.session.forwards.open_ones())
        if was_empty and (shown := self._table.shown_rows()):
            self._table.select_key(id(shown[0]))
        self._offer_stop(self._table.current_row())

    def _offer_stop(self, found: OpenForward | None) -> None:
        """Offer to stop the forward under the cursor, if it is on one."""
        if found is None and self.window().focusWidget() is self._close:
            self._table.setFocus()  # Qt would put it there too, and the cursor on the first forward with it
            self._table.setCurrentIndex(QModelIndex())
        self._close.setEnabled(found is not None)


def _columns() -> tuple[Column[OpenForward], ...]:
    return (
        Column("local", t("Local address"), lambda one: one.url, mono=True, width=170),
        Column("target", t("Target"), lambda one: f"{one.namespace}/{one.target}", width=320),
        Column("port", t("Port"), lambda one: str(one.port), sort=lambda one: one.port, numeric=True, width=70),
        Column(
            "state",
            t("State"),
            _state_word,
            health=lambda one: _STATES.get(one.handle.state, Health.CRITICAL),
            width=130,
        ),
        Column("why", t("Why"), lambda one: one.handle.error, width=300, stretch=True),
    )


def _state_word(one: OpenForward) -> str:
    return {"open": t("Open"), "reconnecting": t("Reconnecting")}.get(one.handle.state, t("Closed"))
