"""What can be done on the Audits page, by key and from the palette."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from console.kernel.i18n import t
from views.audits.audit_tabs import FINDINGS
from views.audits.project_panel import EXPORTS, export_titles
from views.page import Shortcut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.presenters.audits.grid_row import GridRow
    from views.audits.audit_tabs import AuditTabs
    from views.audits.audit_work import AuditWork
    from views.audits.deciding import Deciding
    from views.audits.exporting import Exporting


class AuditCommands:
    """Works on what is chosen; ``go`` brings a tab to the front, without what was typed over another."""

    def __init__(
        self, tabs: AuditTabs, work: AuditWork, exporting: Exporting, deciding: Deciding, go: Callable[[int], None]
    ) -> None:
        self._tabs, self._work, self._exporting, self._deciding, self._go = tabs, work, exporting, deciding, go

    @property
    def _row(self) -> GridRow | None:
        return self._tabs.projects.table.current_row()

    def audit_chosen(self) -> None:
        """Ask which audits of the chosen project are wanted."""
        self._work.ask((self._row.key,) if self._row is not None else ())

    def audit_shown(self) -> None:
        """Ask which audits of every project that is shown are wanted."""
        self._work.ask(tuple(one.key for one in self._tabs.projects.table.shown_rows()))

    def export(self, kind: str) -> None:
        """Write the results of the chosen project."""
        self._exporting.export(self._row.record if self._row is not None else None, kind)

    def dashboard(self) -> None:
        """Write the public dashboard of what is shown."""
        rows = self._tabs.projects.table.shown_rows()
        self._exporting.dashboard([one.record for one in rows if one.record is not None])

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return all commands; those without a key are in the palette only."""
        return (*self._keyed(), *self._tab_keys(), *self._unkeyed())

    def _keyed(self) -> tuple[Shortcut, ...]:
        return (
            Shortcut("A", t("Audit the selected project"), self.audit_chosen, "audits-one"),
            Shortcut("Shift+A", t("Audit every project that is shown"), self.audit_shown, "audits-shown"),
            Shortcut("X", t("Cancel the selected audit"), self._cancel_chosen, "audits-cancel"),
            Shortcut("D", t("Dismiss the selected finding"), self._deciding.dismiss_chosen, "audits-dismiss"),
            Shortcut(
                "V",
                t("Show worse findings only, in turn"),
                self._show_worse,
                "audits-severity",
            ),
            Shortcut("S", t("Show source or correction"), self._turn_finding, "audits-source"),
        )

    def _tab_keys(self) -> Iterator[Shortcut]:
        for place, title in enumerate(self._tabs.key_titles()):
            yield Shortcut(str(place + 1), title, partial(self._turn, place), f"audits-tab-{place + 1}")

    def _turn(self, place: int) -> None:
        """Bring a tab to the front as by hand: what is typed into the filter goes on to count."""
        self._tabs.setCurrentIndex(place)
        self._tabs.list_in_front().setFocus()

    def _unkeyed(self) -> Iterator[Shortcut]:
        yield Shortcut("", t("Cancel every audit that runs"), self._cancel_all, "audits-cancel-all")
        yield Shortcut("", t("Accept the selected finding"), self._deciding.accept_chosen, "audits-accept")
        yield Shortcut("", t("Prove the correction of the selected finding"), self._prove, "audits-prove")
        yield Shortcut("", t("Open the repository in the browser"), self._open_repository, "audits-browse")
        yield Shortcut("", t("Change the audit profile of the selected team"), self._ask_profile,
                       "audits-profile")  # fmt: skip
        for kind, title in zip(EXPORTS, export_titles(), strict=True):
            yield Shortcut("", t("Export: {what}", what=title), partial(self.export, kind), f"audits-export-{kind}")
        yield Shortcut("", t("Export the public dashboard"), self.dashboard, "audits-dashboard")

    def _cancel_chosen(self) -> None:
        self._tabs.running.part.cancel_chosen()

    def _cancel_all(self) -> None:
        self._tabs.running.part.cancel_all()

    def _show_worse(self) -> None:
        self._tabs.findings.part.bar.next_severity()

    def _turn_finding(self) -> None:
        self._tabs.findings.part.panel.turn()

    def _ask_profile(self) -> None:
        self._tabs.teams.part.ask_profile()

    def _prove(self) -> None:
        self._go(FINDINGS)
        self._tabs.findings.part.panel.show_correction()

    def _open_repository(self) -> None:
        parts = urlsplit(self._row.project.url if self._row is not None else "")
        if parts.scheme in {"https", "http"}:
            QDesktopServices.openUrl(QUrl(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()))
