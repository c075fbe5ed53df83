"""The registry: more projects from a forge or a list, and webhooks that tell of pushes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from console.kernel.i18n import t
from views.audits.proposal_table import HookTable, ProposalTable
from views.audits.registering import Registering
from views.widgets.label import ElidedLabel, Label
from views.widgets.layout import column, row
from views.widgets.section_header import SectionHeader
from views.widgets.split_panel import SplitPanel
from views.widgets.tip import tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.audits.proposal_row import HookRow, ProposalRow
    from views.audits.audit_work import AuditWork
    from views.page import PageContext

_FORGES = frozenset({"github", "gitlab", "bitbucket", "azure_devops"})


class RegistryTab(QWidget):
    """Nothing is written before it was shown; what is written is the estate file, and a copy of the old one stays."""

    def __init__(self, context: PageContext, work: AuditWork) -> None:
        super().__init__()
        self._context = context
        self._rows: tuple[ProposalRow, ...] = ()
        self._work = Registering(context, work, self)
        self.table, self._hooks = ProposalTable(context), HookTable(context)
        self._connection, self._owner, self._told = QComboBox(), QLineEdit(), ElidedLabel(role="muted")
        self._add, self._set_up = QPushButton(t("Add to the estate")), QPushButton(t("Set up …"))
        self._owner.setPlaceholderText(t("organisation, group or user; empty: all"))
        self._owner.setMinimumWidth(context.theme.space(36))
        for field, name in ((self._connection, t("Forge")), (self._owner, t("Owner"))):
            field.setAccessibleName(name)
        self._connect()
        space = context.theme.space(1)
        split = SplitPanel(context.memory, "audit-registry", self._projects(), self._webhooks(), shares=(3, 2),
                           vertical=True)  # fmt: skip
        layout = column(spacing=0, margins=(0, space, 0, 0))
        layout.addWidget(split)
        self.setLayout(layout)
        self._offer()

    def _connect(self) -> None:
        work = self._work
        work.told.connect(self._told.setText)
        work.proposed.connect(self._take)
        work.planned.connect(self._hooks.set_rows)
        self.table.opened.connect(self._turn)
        self._hooks.opened.connect(self._begin)
        self._hooks.current_changed.connect(lambda _row: self._offer())
        self._add.clicked.connect(lambda: work.add(self._rows))
        self._set_up.clicked.connect(lambda: self._begin(self._hooks.current_row()))

    def _projects(self) -> QWidget:
        space = self._context.theme.space(1)
        propose, listed = QPushButton(t("Propose")), QPushButton(t("From a list …"))
        propose.setProperty("role", "primary")
        propose.clicked.connect(self._propose)
        self._owner.returnPressed.connect(self._propose)
        listed.setToolTip(tip(t("An address a line, or CSV with the columns url, key, team and branch.")))
        listed.clicked.connect(self._choose_list)
        bar = row(Label(t("Forge")), self._connection, self._owner, propose, listed, spacing=space)
        bar.addWidget(self._told, 1)
        bar.addWidget(self._add)
        self.table.say_when_empty(
            t("Choose a forge and an owner: what it has is looked at and proposed here. Enter takes in or leaves out.")
        )
        part, layout = QWidget(), column(SectionHeader(t("More projects")), bar, spacing=space)
        layout.addWidget(self.table, 1)
        part.setLayout(layout)
        return part

    def _webhooks(self) -> QWidget:
        self._hooks.say_when_empty(t("There is no project yet."))
        head = SectionHeader(
            t("Webhooks"), self._set_up, note=t("A push is then audited at once; each is a change that you confirm.")
        )
        part, layout = QWidget(), column(head, spacing=4)
        layout.addWidget(self._hooks, 1)
        part.setLayout(layout)
        return part

    def read(self) -> None:
        """Offer the forges of the estate and plan webhooks."""
        opened = self._context.session.open
        forges = [one.key for one in opened.estate.connections() if one.connector in _FORGES] if opened else []
        chosen = self._connection.currentText()
        self._connection.clear()
        self._connection.addItems(forges)
        self._connection.setCurrentIndex(max(0, self._connection.findText(chosen)))
        self._work.plan_hooks()

    def _propose(self) -> None:
        if self._connection.currentText():
            self._work.propose_owned(self._connection.currentText(), self._owner.text().strip())
        else:
            self._told.setText(t("The estate has no forge; use a list."))

    def _choose_list(self) -> None:
        pattern = t("Lists ({patterns})", patterns="*.txt *.csv *")
        self._context.dialogs.choose_file(t("A list of repositories"), pattern, self._work.propose_listed)

    def _take(self, rows: Sequence[ProposalRow]) -> None:
        self._rows = tuple(rows)
        self.table.set_rows(self._rows)
        self._offer()

    def _turn(self, found: ProposalRow) -> None:
        """Take a project in, or leave it out."""
        self._rows = tuple(
            replace(one, is_taken=not one.is_taken) if one.repository == found.repository else one for one in self._rows
        )
        self.table.set_rows(self._rows)
        self._offer()

    def _begin(self, found: HookRow | None) -> None:
        if found is not None and found.is_possible:
            self._work.set_up(found)

    def _offer(self) -> None:
        count = sum(one.project is not None and one.is_taken for one in self._rows)
        self._add.setText(t("Add {count} to the estate", count=count) if count else t("Add to the estate"))
        self._add.setEnabled(count > 0)
        found = self._hooks.current_row()
        self._set_up.setEnabled(found is not None and found.is_possible)
