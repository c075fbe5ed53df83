"""From the editor to the disk: opening a runbook or a template, checking it behind, and saving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.runbooks.lint import lint_runbook
from console.runbooks.runbook_draft import keep_draft, kept_draft
from console.runbooks.saved_runbook import RUNBOOK_ID, new_runbook_target, runbook_target, save_runbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from console.domain.runbooks.runbook import Runbook
    from console.runbooks.document_fault import DocumentFault
    from views.page import PageContext
    from views.runbooks.runbook_doing import RunbookDoing
    from views.runbooks.runbook_editor import Edited, RunbookEditor
    from views.widgets.later import Later


class Editing(QObject):
    """``saved``: the library is to be read anew."""

    saved = Signal()

    def __init__(
        self, context: PageContext, doing: RunbookDoing, editor: Later[RunbookEditor], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context, self._doing, self._later = context, doing, editor
        self._known: frozenset[str] = frozenset()
        editor.tell("editing", self._attend)

    def _attend(self, editor: RunbookEditor) -> None:
        editor.checked.connect(self._check)
        editor.saved.connect(self._save)

    @property
    def _editor(self) -> RunbookEditor:
        return self._later.part

    def know(self, ids: frozenset[str]) -> None:
        """Take the ids of all runbooks, which others may name."""
        self._known = ids

    def edit(self, runbook: Runbook) -> None:
        """Edit a runbook where it stands, or a copy of a shipped one in the user's folder."""
        target = runbook_target(runbook, self._context.session.paths)
        held = runbook.text if str(target) == runbook.file else None
        self._ask_before(lambda: self._open(target, runbook.text, held))

    def begin(self, opened: Callable[[], object]) -> None:
        """Ask for the name of a new runbook, and edit a template of it; ``opened`` is called when it is in front."""
        question = t("Its name: small letters, digits and dashes. Scripts and links know it by that.")
        self._context.dialogs.ask(t("New runbook"), question, lambda name: self._begin(name.strip(), opened))

    def _begin(self, name: str, opened: Callable[[], object]) -> None:
        if not RUNBOOK_ID.fullmatch(name) or name in self._known:
            why = t("A name has small letters, digits and dashes, and is not taken.")
            self._context.dialogs.error(UserError(t("{id} is no name for a new runbook.", id=repr(name)), why))
            return
        from console.runbooks.template import runbook_template  # noqa: PLC0415 - only for a new one

        session = self._context.session
        estate, folder = (session.open.estate, session.open.file.parent) if session.open is not None else (None, None)
        target, text = new_runbook_target(name, estate, folder, session.paths), runbook_template(name)

        def go_on() -> None:
            self._open(target, text, None)
            opened()

        self._ask_before(go_on)

    def leave(self, go_on: Callable[[], object]) -> None:
        """Leave the editor; what is not saved is asked about."""
        self._ask_before(go_on)

    def _ask_before(self, go_on: Callable[[], object]) -> None:
        if self._later.made is None or not self._editor.is_changed:
            go_on()
            return
        self._context.dialogs.confirm(
            t("Leave what you wrote?"),
            t("The runbook in the editor has changes that are not saved."),
            t("Leave them"),
            lambda: self._drop(go_on),
            danger=True,
        )

    def _drop(self, go_on: Callable[[], object]) -> None:
        left = self._editor.edited()
        if left is not None:
            self._editor.open(left.file, self._editor.opened_text(), left.held)
            self._keep(left, None)
        go_on()

    def _open(self, file: Path, text: str, held: str | None) -> None:
        """Open a text, with what was written and not saved when the window was closed."""
        paths, runtime = self._context.session.paths, self._context.session.runtime

        async def read() -> str | None:
            return await runtime.in_thread(kept_draft, paths, file)

        self._doing.run(read(), lambda draft: self._editor.open(file, text, held, draft))

    def _keep(self, edited: Edited, text: str | None) -> None:
        paths, runtime = self._context.session.paths, self._context.session.runtime

        async def keep() -> None:
            await runtime.in_thread(keep_draft, paths, edited.file, text)

        self._doing.run(keep(), lambda _none: None, lambda error: self._editor.show_error(str(error)))

    def _check(self, edited: Edited) -> None:
        self._keep(edited, edited.text if self._editor.is_changed else None)
        runtime, known = self._context.session.runtime, self._known | {edited.file.stem}

        async def check() -> tuple[DocumentFault, ...]:
            return await runtime.in_thread(lint_runbook, edited.text, name=edited.file.stem, known=known)

        self._doing.run(check(), lambda faults: self._editor.show_faults(edited, faults))

    def _save(self, edited: Edited) -> None:
        runtime = self._context.session.runtime

        async def save() -> None:
            await runtime.in_thread(save_runbook, edited.file, edited.text, edited.held)

        self._doing.run(
            save(), lambda _none: self._has_saved(edited), lambda error: self._editor.show_error(str(error))
        )

    def _has_saved(self, edited: Edited) -> None:
        self._editor.show_saved(edited)
        if not self._editor.is_changed:
            self._keep(edited, None)
        self.saved.emit()
