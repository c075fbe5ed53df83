"""Where data is kept: files and folders of this profile with their sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from console.presenters.format import size
from views.widgets.key_value import KeyValue
from views.widgets.label import Label
from views.widgets.layout import card, column, row

if TYPE_CHECKING:
    from console.kernel.paths import Paths
    from console.kernel.runtime import Runtime
    from console.services.kept_store import KeptStore
    from views.page import PageContext


class StorageView(QWidget):
    """Measured in a thread when the tab is shown."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._facts = KeyValue()
        self._facts.setAccessibleName(t("Where data is kept"))
        folder = QPushButton(t("Open the folder of the settings"))
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(context.session.paths.config))))
        space = context.theme.space(2)
        note = Label(
            t("Secrets are never in these files: they stay in the keyring, the environment or their own files."),
            "muted",
            wrap=True,
        )
        inside = column(self._facts, note, row(folder, None), spacing=space, margins=(space, space, space, space))
        self.setLayout(column(card(inside), None, margins=(0, space, 0, 0)))

    def measure(self) -> None:
        """Read the sizes anew."""
        session = self._context.session
        estate = session.open.file if session.open is not None else None
        future = session.runtime.submit(_measured(session.runtime, session.paths))

        def show(stores: tuple[KeptStore, ...]) -> None:
            pairs = [(t("Estate file"), str(estate) if estate is not None else t("none is open"))]
            pairs += [(one.title, f"{one.place}  ·  {size(one.bytes)}") for one in stores]
            if session.history_error:
                pairs.append((t("Trouble"), session.history_error))
            self._facts.show_pairs(pairs)

        self._context.bridge.when_done(future, show, owner=self)


async def _measured(runtime: Runtime, paths: Paths) -> tuple[KeptStore, ...]:
    from console.services.kept_store import kept_stores  # noqa: PLC0415 - with the first look

    return await runtime.in_thread(kept_stores, paths)
