"""The welcome page: three doors, the estates that were opened last, and what is happening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QScrollArea, QStackedWidget, QWidget

from console.kernel.i18n import t
from views.shell.door import Door
from views.shell.proposal_view import ProposalView
from views.widgets.label import ElidedLabel, Label, set_role
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from pathlib import Path

    from console.estate.discovery import Proposal
    from console.kernel.errors import ConsoleError
    from views.dialogs.dialogs import Dialogs
    from views.estate_opening import EstateOpening
    from views.theme.theme import Theme
    from views.work_list import Work, WorkList

PATTERN = "(*.yaml *.yml)"


class Welcome(QStackedWidget):
    """Never a blank window: this is what a window shows while no estate is open. ``left``: back to the open estate."""

    left = Signal()

    def __init__(self, theme: Theme, dialogs: Dialogs, estates: EstateOpening, work: WorkList) -> None:
        super().__init__()
        self._theme, self._dialogs, self._estates, self._work_list = theme, dialogs, estates, work
        self._work: Work | None = None
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(t("Welcome"))
        self._state, self._state_text = QFrame(), Label(wrap=True, selectable=True)
        self._state_hint = Label(role="muted", wrap=True, selectable=True)
        self._bar, self._cancel = QProgressBar(), QPushButton(t("Cancel"))
        self._recent_list = column(spacing=4)
        self._recent = QWidget()
        self._proposal = ProposalView(theme)
        self.addWidget(self._doors_page())
        self.addWidget(self._proposal)
        self._proposal.cancelled.connect(lambda: self.setCurrentIndex(0))
        self._proposal.accepted.connect(self._ask_where)
        estates.began.connect(self._began)
        estates.failed.connect(self._failed)
        estates.proposed.connect(self._propose)
        estates.opened.connect(self.reset)
        work.changed.connect(self._progress)
        self.reset()

    def _doors_page(self) -> QWidget:
        theme = self._theme
        lab = Door(
            theme,
            "lab",
            t("Open the lab"),
            t("A simulated estate on this computer: nothing to configure, nothing to break."),
        )
        kube = Door(
            theme,
            "connections",
            t("Use my kubeconfig"),
            t("Reads its contexts, proposes cells from labels and namespaces, and shows them first."),
        )
        file = Door(
            theme,
            "folder",
            t("Open an estate file"),
            t("A YAML file that names clusters, Prometheus servers and cells."),
        )
        lab.clicked.connect(self._estates.open_lab)
        kube.clicked.connect(self._estates.discover)
        file.clicked.connect(self.choose_file)
        self._first = lab
        self._cancel.clicked.connect(self._stop)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        told = column(self._state_text, self._state_hint, self._bar, spacing=4)
        state = row(spacing=16, margins=(16, 12, 16, 12))
        state.addLayout(told, 1)
        state.addWidget(self._cancel)
        self._state.setLayout(state)
        self._recent.setLayout(column(Label(t("Opened lately"), "section"), self._recent_list, spacing=8))
        space = theme.space
        body = column(
            Label("Cell Console", "display"),
            Label(t("See, decide, act and prove: one window for services that run as cells."), "muted", wrap=True),
            space(1),
            row(lab, kube, file, spacing=space(2)),
            self._state,
            space(1),
            self._recent,
            None,
            spacing=space(1.5),
        )
        middle = QWidget()
        middle.setProperty("role", "plain")
        middle.setMaximumWidth(space(116))
        middle.setLayout(body)
        around = QWidget()
        around.setProperty("role", "plain")
        layout = row(spacing=0, margins=(space(4), space(7), space(4), space(3)))
        layout.addStretch(1)
        layout.addWidget(middle, 20)
        layout.addStretch(1)
        around.setLayout(layout)
        scroll = QScrollArea()
        scroll.setAccessibleName(t("Welcome"))
        scroll.setWidgetResizable(True)
        scroll.setWidget(around)
        return scroll

    def reset(self) -> None:
        """Show the doors and the estates that were opened last."""
        self.setCurrentIndex(0)
        self._state.hide()
        self._work = None
        while (item := self._recent_list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        files = self._estates.recent()
        for file in files[:6]:
            self._recent_list.addWidget(self._recent_row(file))
        self._recent.setVisible(bool(files))

    def _recent_row(self, file: Path) -> QWidget:
        widget = QWidget()
        button = QPushButton(file.stem)
        button.setProperty("role", "link")
        button.setAccessibleName(t("Open {file}", file=file))
        button.clicked.connect(lambda: self._estates.open_file(file))
        layout = row(button, spacing=16)
        layout.addWidget(ElidedLabel(str(file.parent), "caption"), 1)
        widget.setLayout(layout)
        return widget

    def focus_first(self) -> None:
        """Put the focus on the first door."""
        self._first.setFocus()

    def choose_file(self) -> None:
        """Ask for an estate file."""
        self._dialogs.choose_file(t("Open an estate file"), f"{t('Estate files')} {PATTERN}", self._estates.open_file)

    def _ask_where(self, proposal: Proposal) -> None:
        name = f"{proposal.estate.name}.yaml"
        save = lambda file: self._estates.save(proposal, file)  # noqa: E731
        self._dialogs.choose_new_file(t("Save the estate"), f"{t('Estate files')} {PATTERN}", name, save)

    def _propose(self, proposal: Proposal) -> None:
        self._state.hide()
        self._proposal.show_proposal(proposal)
        self.setCurrentWidget(self._proposal)

    def _began(self, work: Work) -> None:
        self._work = work
        set_role(self._state, "accent", "tone")
        self._bar.show()
        self._cancel.show()
        self._progress()
        self._state.show()

    def _progress(self) -> None:
        if self._work is None:
            return
        if self._work not in self._work_list.running and self._bar.isVisible() and not self._state_hint.text():
            return
        self._state_text.setText(self._work.title)
        self._state_hint.setText(self._work.text)
        self._state_hint.setVisible(bool(self._work.text))
        known = self._work.fraction is not None
        self._bar.setRange(0, 100 if known else 0)
        self._bar.setValue(round((self._work.fraction or 0) * 100))

    def _stop(self) -> None:
        if self._work is not None and self._work.cancel is not None:
            self._work.cancel()
        self._work = None
        self._state.hide()

    def _failed(self, error: ConsoleError) -> None:
        self._work = None
        set_role(self._state, "critical", "tone")
        self._state_text.setText(error.message)
        self._state_hint.setText(error.hint)
        self._state_hint.setVisible(bool(error.hint))
        self._bar.hide()
        self._cancel.hide()
        self._state.show()
        self._state.setAccessibleName(str(error))
