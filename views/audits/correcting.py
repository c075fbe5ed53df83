"""Corrections: proven in a copy, then saved, put on a new branch or proposed, each only when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from pathlib import Path

    from console.audits.corrections.correction_run import Correction
    from console.kernel.errors import ConsoleError
    from console.presenters.audits.audit_sight import AuditSight
    from views.audits.audit_work import AuditWork
    from views.audits.correction_panel import CorrectionPanel
    from views.page import PageContext


class Correcting:
    """Works for the project whose findings are shown."""

    def __init__(self, context: PageContext, work: AuditWork, panel: CorrectionPanel) -> None:
        self._context, self._work, self._panel = context, work, panel
        self.sight: AuditSight | None = None
        panel.prove_asked.connect(self._prove)
        panel.save_asked.connect(self._ask_file)
        panel.branch_asked.connect(self._ask_folder)
        panel.proposal_asked.connect(self._propose)

    def _prove(self, rule: str) -> None:
        sight, desk = self.sight, self._work.desk
        if sight is None or desk is None:
            return
        from console.services.audits.local_correction import correct_kept  # noqa: PLC0415 - all rules

        self._panel.show_working()
        now_s = self._context.clock.now().timestamp()
        record, cache = sight.record, desk.places.cache
        given = (record.source, record.commit, sight.baseline, cache, now_s, record.profile, (rule,))
        title = t("Correction of {rule} in {project}", rule=rule, project=record.project)

        def is_wanted() -> bool:
            return self._panel.rule == rule and self.sight is not None and self.sight.record == record

        def done(correction: Correction) -> None:
            if is_wanted():  # else another finding or project was chosen meanwhile
                self._panel.show_correction(correction)

        def failed(error: ConsoleError) -> None:
            if is_wanted():
                self._panel.show_trouble(str(error))

        def stopped() -> None:
            if is_wanted():
                self._panel.show_trouble(t("The correction was stopped before it was proven."))

        self._work.in_worker(title, correct_kept, given, done, failed, stopped)

    def _propose(self, correction: Correction) -> None:
        """Open the change that pushes it: what is seen there is what happens, once somebody has confirmed it."""
        sight, desk, opened = self.sight, self._work.desk, self._context.session.open
        if sight is None or desk is None or opened is None:
            return
        from console.services.audits.proposed_correction import proposed_correction  # noqa: PLC0415 - all rules

        record, cache = sight.record, desk.places.cache
        self._work.behind(
            lambda: proposed_correction(opened.estate, record.project, correction, cache, base=record.branch),
            lambda operation: self._context.changes.start(operation, t("Safe corrections of an audit.")),
            lambda error: self._panel.tell(str(error)),
        )

    def _ask_file(self, correction: Correction) -> None:
        name = f"{self.sight.record.project if self.sight is not None else 'audit'}-corrections.patch"
        self._context.dialogs.choose_new_file(
            t("Save as patch file"), t("Patches ({patterns})", patterns="*.patch *.diff"), name,
            lambda file: self._save(correction, file),
        )  # fmt: skip

    def _save(self, correction: Correction, file: Path) -> None:
        def write() -> None:
            try:
                file.write_text(correction.patch, encoding="utf-8")
            except OSError as error:
                raise UserError(
                    t("{file} could not be written: {why}.", file=file, why=error.strerror or ""),
                    t("Name a new file."),
                ) from error

        told = t("Saved. Look at it, then apply it on a branch with: git am {file}", file=file)
        self._work.behind(write, lambda _none: self._panel.tell(told))

    def _ask_folder(self, correction: Correction) -> None:
        title = t("A working copy of this project")
        self._context.dialogs.choose_folder(title, lambda folder: self._ask_branch(correction, folder))

    def _ask_branch(self, correction: Correction, folder: Path) -> None:
        rule = correction.rules[0].rule if correction.rules else ""
        self._context.dialogs.ask(
            t("New branch"),
            t("Name of the new branch; what is checked out stays as it is:"),
            lambda name: self._branch(correction, folder, name),
            f"console-audit/{rule}-{correction.base[:8]}",
        )

    def _branch(self, correction: Correction, folder: Path, name: str) -> None:
        sight, desk = self.sight, self._work.desk
        if sight is None or desk is None:
            return

        def put() -> None:
            from console.services.audits.correction_branch import put_on_branch  # noqa: PLC0415

            put_on_branch(desk.places, sight.record.source, correction, folder, name)

        told = t("The branch {name} is in {folder}; nothing that is checked out was touched.", name=name, folder=folder)
        self._work.behind(put, lambda _none: self._panel.tell(told))
