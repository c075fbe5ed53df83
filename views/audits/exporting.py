"""Writing results into files that the user chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from console.store.audits.audit_book import AuditRecord
    from views.audits.audit_work import AuditWork
    from views.page import PageContext


class Exporting:
    """Nothing is written before its file was named."""

    def __init__(self, context: PageContext, work: AuditWork) -> None:
        self._context, self._work = context, work

    def export(self, record: AuditRecord | None, kind: str) -> None:
        """Write the last results of a project as one of ``audit_export.ENDINGS``."""
        from console.services.audits.audit_export import ENDINGS, audit_text  # noqa: PLC0415 - loads all rules

        desk = self._work.desk
        if record is None or desk is None:
            return
        now_s = self._context.clock.now().timestamp()
        self._ask(f"{record.project}.{ENDINGS[kind]}", lambda: audit_text(desk.places, record, kind, now_s))

    def dashboard(self, records: Sequence[AuditRecord]) -> None:
        """Write the public dashboard of those whose profile is public."""
        from console.services.audits.audit_export import dashboard_text  # noqa: PLC0415 - loads all rules

        desk, public = self._work.desk, [one for one in records if one.profile.public]
        if not public:
            self._context.dialogs.error(
                UserError(
                    t("None of the shown projects has a public profile."),
                    t("Only projects with the profile open-source have a badge and a place on the dashboard."),
                )
            )
        elif desk is not None:
            now_s = self._context.clock.now().timestamp()
            self._ask("audits.html", lambda: dashboard_text(desk.places, public, now_s))

    def _ask(self, name: str, make: Callable[[], str | bytes]) -> None:
        def write(file: Path) -> None:
            from console.kernel.paths import write_private  # noqa: PLC0415

            self._work.behind(lambda: write_private(file, make()), lambda _none: None)

        ending = name.rpartition(".")[2]
        self._context.dialogs.choose_new_file(t("Export"), f"{ending.upper()} (*.{ending})", name, write)
