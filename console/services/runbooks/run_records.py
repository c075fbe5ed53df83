"""The runs that were: found, shown again, and written down as documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from console.kernel.errors import ConsoleError
from console.kernel.i18n import language as spoken
from console.kernel.i18n import t
from console.kernel.paths import write_private
from console.presenters.runbooks.run_record import run_document
from console.reports.render import render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from console.domain.report.document import Document
    from console.domain.runbooks.run_plan import RunPlan
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.kernel.runtime import Runtime
    from console.services.runbooks.run_book import RunBook
    from console.services.runbooks.run_shelf import RunShelf


class RunRecords:
    """``attest`` signs a statement about a file. What is no coroutine blocks (disk) and may be called on any thread."""

    def __init__(
        self,
        runtime: Runtime,
        book: RunBook,
        shelf: RunShelf,
        attest: Callable[[Path], dict[str, Any]],
        *,
        is_lab: bool,
    ) -> None:
        self._runtime, self._book, self._shelf, self._attest, self._is_lab = runtime, book, shelf, attest, is_lab

    async def history(self, text: str = "") -> tuple[RunbookRun, ...]:
        """Return all runs that are known, the newest first; ``text`` must be in their names, reasons or words."""
        await self._book.refresh()
        kept = await self._runtime.in_thread(self._shelf.records)
        mine = {one.id: one for one in kept if one.estate == self._book.estate}
        mine |= {one.id: one for one in self._book.entries}
        found = sorted(mine.values(), key=lambda one: one.id, reverse=True)
        return tuple(one for one in found if not text or _has(one, text.lower()))

    async def find(self, run_id: str) -> RunbookRun:
        """Return a run by its id or a part of it, an old one too; raise ``UserError`` when there is none."""
        known = {one.id: one for one in await self.history()}
        matching = [key for key in known if run_id and (key.startswith(run_id) or key.endswith(run_id))]
        return known[matching[0]] if len(matching) == 1 else self._book.find(run_id)

    def plan(self, run: RunbookRun) -> RunPlan | None:
        """Return the plan of a run; ``None`` when it cannot be read any more."""
        try:
            return self._shelf.plan(run)
        except ConsoleError:
            return None

    def document(self, run: RunbookRun, language: str = "") -> Document:
        """Return the record of a run."""
        return run_document(
            run,
            self.plan(run),
            lambda place, attempt: self._shelf.output(run.id, place, attempt),
            language or spoken(),
            is_lab=self._is_lab,
        )

    def write(self, run: RunbookRun, file: Path, form: str, *, sign: bool = True) -> tuple[Path, ...]:
        """Write the record of a run, and a signed in-toto statement beside it; return the files. Takes seconds."""
        write_private(file, render(self.document(run), form))
        if not sign:
            return (file,)
        beside = file.with_name(f"{file.name}.intoto.json")
        try:
            statement = self._attest(file)
        except ConsoleError as error:
            raise ConsoleError(
                t("The record is in {file}, but without a signed statement: {why}", file=file, why=error.message),
                error.hint,
            ) from error
        write_private(beside, json.dumps(statement, ensure_ascii=False, indent=2) + "\n")
        return (file, beside)


def _has(run: RunbookRun, text: str) -> bool:
    words = [run.id, run.runbook, run.title, run.reason, run.actor, run.outcome.value, *map(str, run.values.values())]
    words += [word for one in run.steps for word in (one.name, one.note, one.last.sentence if one.last else "")]
    return any(text in one.lower() for one in words)
