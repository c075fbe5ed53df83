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
    from collections.abc import Callable
    from pathlib import Path

    from console.kernel.runtime import Runtime
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
        paths = session.paths
        estate = session.open.file if session.open is not None else None
        folders = (paths.config, paths.state, paths.cache, paths.data)
        future = session.runtime.submit(_measured(session.runtime, lambda: tuple(map(_tree_size, folders))))

        def show(sizes: tuple[int, ...]) -> None:
            history = _file_size(paths.state / "history.sqlite")
            pairs = [(t("Estate file"), str(estate) if estate is not None else t("none is open"))]
            pairs.append((t("Local history"), f"{paths.state / 'history.sqlite'}  ·  {size(history)}"))
            names = (t("Settings"), t("State and logs"), t("Cache"), t("Documents"))
            for name, place, bytes_ in zip(names, folders, sizes, strict=True):
                pairs.append((name, f"{place}  ·  {size(bytes_)}"))
            if session.history_error:
                pairs.append((t("Trouble"), session.history_error))
            self._facts.show_pairs(pairs)

        self._context.bridge.when_done(future, show, owner=self)


async def _measured(runtime: Runtime, work: Callable[[], tuple[int, ...]]) -> tuple[int, ...]:
    return await runtime.in_thread(work)


def _tree_size(folder: Path) -> int:
    return sum(_file_size(file) for file in folder.rglob("*") if file.is_file())


def _file_size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
