"""The papers of a run: its plan, what its steps wrote, and its record as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.runbooks.step_run import StepState
from console.kernel.i18n import t
from views.runbooks.kept_output import KeptOutput

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from console.domain.runbooks.run_plan import RunPlan
    from console.domain.runbooks.runbook_run import RunbookRun
    from views.page import PageContext
    from views.runbooks.runbook_doing import RunbookDoing
    from views.runbooks.step_output_view import OutputSource


class RunPapers:
    """Everything is read behind; ``done`` is called on the GUI thread."""

    def __init__(self, context: PageContext, doing: RunbookDoing) -> None:
        self._context, self._doing = context, doing
        self._plans: dict[str, RunPlan] = {}

    def with_plan(self, run: RunbookRun, done: Callable[[RunPlan | None], object]) -> None:
        """Call with the plan of a run; with nothing when it cannot be read any more."""
        known = self._plans.get(run.id)
        if known is not None:
            done(known)
            return

        runtime, records = self._context.session.runtime, self._doing.desk().records

        async def read() -> RunPlan | None:
            return await runtime.in_thread(records.plan, run)

        def keep(plan: RunPlan | None) -> None:
            if plan is not None:
                self._plans[run.id] = plan
            done(plan)

        self._doing.run(read(), keep)

    def with_output(self, run: RunbookRun, place: int, done: Callable[[OutputSource | None], object]) -> None:
        """Call with the output of a step: as it comes, or as it is kept."""
        desk = self._doing.desk()
        live = desk.output(run.id, place)
        step = run.steps[place]
        if live is not None or not step.attempt or step.state is StepState.RUNNING:
            done(live)
            return
        runtime = self._context.session.runtime

        async def read() -> str:
            return await runtime.in_thread(desk.shelf.output, run.id, place, step.attempt)

        self._doing.run(read(), lambda text: done(KeptOutput(text)))

    def export(self, run: RunbookRun) -> None:
        """Ask for a file, and write the record of a run into it with a signed statement beside it."""
        pattern = t("Documents ({patterns})", patterns="*.html *.pdf *.md")
        title = t("Export the record")
        self._context.dialogs.choose_new_file(title, pattern, f"{run.id}.html", lambda file: self._write(run, file))

    def _write(self, run: RunbookRun, file: Path) -> None:
        runtime, records = self._context.session.runtime, self._doing.desk().records

        async def write() -> None:
            await runtime.in_thread(records.write, run, file, file.suffix.lstrip(".").lower() or "html")

        self._doing.run(write(), lambda _none: None)
