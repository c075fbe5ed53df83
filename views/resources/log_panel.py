"""The logs of a pod or of a workload's pods: which pod, which container, follow, previous, search."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from console.domain.resource import ResourceKind, ResourceRef
from console.kernel.errors import ConnectorError
from console.kernel.i18n import t
from console.kernel.redact import scrub
from console.presenters.data_state import DataKind, DataState
from views.widgets.layout import column, row
from views.widgets.log_view import LogView
from views.widgets.state_banner import StateBanner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.kernel.runtime import Scope
    from console.ports.cluster import ClusterReader
    from console.presenters.log_targets import LogTarget
    from views.page import PageContext

TAIL_LINES = 1_000
BATCH_S = 0.05
MOST_IN_BATCH = 2_000
RETRY_S = 2.0
POD = ResourceKind("", "v1", "Pod", "pods", True)


class LogPanel(QWidget):
    """Follows from the moment it is started until it is stopped; a stream that ends is taken up again."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._scope: Scope | None = None
        self._reader: ClusterReader | None = None
        self._pods, self._containers = QComboBox(), QComboBox()
        self._pods.setAccessibleName(t("Pod"))
        self._pods.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._containers.setAccessibleName(t("Container"))
        self._previous, self._stamps = QCheckBox(t("Previous run")), QCheckBox(t("Timestamps"))
        self._view = LogView(context.theme, t("Log"), find_key=False)
        self._banner = StateBanner(context.theme)
        self._banner.asked.connect(lambda _connection: self._begin())
        self._pods.activated.connect(lambda _place: self._begin())
        self._containers.activated.connect(lambda _place: self._begin())
        self._previous.toggled.connect(lambda _on: self._begin())
        self._stamps.toggled.connect(lambda _on: self._begin())
        head = row(self._pods, self._containers, self._previous, self._stamps, None, spacing=8)
        layout = column(head, self._banner, spacing=8, margins=(0, 8, 0, 0))
        layout.addWidget(self._view, 1)
        self.setLayout(layout)

    def start(self, reader: ClusterReader, ref: ResourceRef, target: LogTarget) -> None:
        """Find the pods of an object and follow the first one."""
        self.stop()
        self._reader = reader
        self._view.clear()
        self._banner.show_state(DataState(DataKind.FRESH))
        self._pods.clear()
        self._containers.clear()
        self._containers.addItems(list(target.containers))
        self._containers.setVisible(len(target.containers) > 1)
        if not target.selector:
            self._show_pods([ref])
            return
        scope = self._scope = self._context.session.runtime.scope(f"pods of {ref.name}")
        self._context.bridge.when_done(
            scope.start(reader.table(POD, ref.namespace, selector=target.selector, limit=500)),
            lambda table: None if scope.cancelled else self._show_pods([one.ref for one in table.rows]),
            lambda error: None if scope.cancelled else self._fail(error),
            owner=self,
        )

    def stop(self) -> None:
        """Follow no more."""
        if self._scope is not None:
            self._scope.cancel()
            self._scope = None

    def _show_pods(self, pods: Sequence[ResourceRef]) -> None:
        self._pods.clear()
        for pod in pods:
            self._pods.addItem(pod.name, pod)
        if pods:
            self._begin()
        else:
            self._banner.show_state(DataState(DataKind.EMPTY, t("No pod of this object runs, so there is no log.")))

    def _begin(self) -> None:
        pod = self._pods.currentData()
        if self._reader is None or not isinstance(pod, ResourceRef):
            return  # the question for the pods goes on
        self.stop()
        self._view.clear()
        self._banner.show_state(DataState(DataKind.FRESH))
        self._scope = self._context.session.runtime.scope(f"log {pod.name}")
        previous, stamps = self._previous.isChecked(), self._stamps.isChecked()
        work = self._follow(self._scope, self._reader, pod, self._containers.currentText(), previous, stamps)
        self._scope.start(work)

    async def _follow(
        self, scope: Scope, reader: ClusterReader, pod: ResourceRef, container: str, previous: bool, stamps: bool
    ) -> None:
        tail: int | None = TAIL_LINES
        while True:
            try:
                lines = reader.logs(
                    pod,
                    container,
                    follow=not previous,
                    tail_lines=tail,
                    since_s=None if tail else int(RETRY_S) + 1,
                    previous=previous,
                    timestamps=stamps,
                )
                async for line in lines:
                    if scope.cancelled:
                        return  # lines that were on their way are of a log that nobody looks at any more
                    self._view.feed((scrub(line),))
            except ConnectorError as error:
                self._context.bridge.later(lambda error=error: None if scope.cancelled else self._fail(error))  # type: ignore[misc]
                return
            if previous:
                return
            tail = None
            await asyncio.sleep(RETRY_S)

    def _fail(self, error: object) -> None:
        if isinstance(error, ConnectorError):
            self._banner.show_state(DataState(DataKind.FAILED, error.message, error.hint))

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self._view.focus_search()
