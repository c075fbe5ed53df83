"""What a worker process does: one task, from the bare clone to the object in the results store."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from console.audits.audit_run import run_audits
from console.audits.compared_run import run_compared
from console.audits.outcome_book import OutcomeBook
from console.audits.repository.checkout import Checkout
from console.audits.sarif import sarif_document
from console.kernel.collector import collector_at_rest
from console.kernel.errors import UserError
from console.kernel.paths import private_folder
from console.services.audits.work_folder import work_folder
from console.store.audits.advisory_book import AdvisoryBook
from console.store.audits.result_store import ResultStore

if TYPE_CHECKING:
    from console.domain.audit.advisory_source import AdvisorySource
    from console.domain.audit.audit_task import AuditTask


class TaskEnd(Struct, frozen=True):
    """``refused`` says why it will never work (no such commit); trying again would not help."""

    took_s: float = 0.0
    refused: str = ""


def carry_out(task: AuditTask, cache: str, results: str, now_s: float) -> TaskEnd:
    """Audit and keep the result under the task's id; a result that is there already is left as it is.

    Raises ``ConsoleError`` for what may go better next time. Nothing of the repository is executed.
    """
    store = ResultStore(Path(results))
    if store.holds(task.id):
        return TaskEnd()
    began_s = time.perf_counter()
    try:
        store.put(task.id, audited(task, Path(cache), now_s))
    except UserError as error:
        return TaskEnd(refused=str(error))
    return TaskEnd(took_s=time.perf_counter() - began_s)


def _advisories(task: AuditTask) -> AdvisorySource | None:
    if task.known is not None:
        return task.known
    return AdvisoryBook(Path(task.advisories)) if task.advisories else None


def audited(task: AuditTask, cache: Path, now_s: float) -> bytes:
    """Return the result of a task whose clone is there, as SARIF: the same wherever it is made."""
    with collector_at_rest():  # else it looks through all that was read, more than once
        return _audited(task, cache, now_s)


def _audited(task: AuditTask, cache: Path, now_s: float) -> bytes:
    with (
        work_folder(cache / "work") as folder,
        work_folder(cache / "work") as earlier,
        Checkout(
            Path(task.clone),
            task.commit,
            folder,
            now_s=now_s,
            baseline=task.baseline,
            profile=task.profile,
            cache=private_folder(cache / "tools"),
            forge=task.forge,
            advisories=_advisories(task),
            runs_own_tools=task.runs_own_tools,
        ) as checkout,
    ):
        book = OutcomeBook(cache / "outcomes")
        if task.baseline:
            report = run_compared(checkout, earlier, task.source, task.audits, book).report
        else:
            report = run_audits(checkout, task.source, task.audits, book=book)
        return json.dumps(sarif_document(report), ensure_ascii=True, allow_nan=False).encode()
