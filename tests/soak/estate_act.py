"""Acts on the estate: scenarios, a change and its undoing, a runbook, a review, opening anew, a lab that dies."""

import os
import signal
from asyncio import gather
from pathlib import Path
from threading import Barrier

from console.domain.change import Change, ChangeState
from console.domain.confirmation import Confirmation, preview_digest
from console.domain.operations.set_replica_bounds import SetReplicaBounds
from console.domain.report.report_span import SpanKind, span_of
from console.kernel.runtime import THREADS
from console.services.reviews.review_order import ReviewOrder
from tests.soak.driver import Act
from tests.soak.stage import Stage

MEET_S = 60.0
FORMATS = ("md", "html", "pdf", "xlsx", "csv")
RUNBOOK, VALUES = "cell-template", {"cell": "infra"}
BOUNDS = SetReplicaBounds("lab", "HorizontalPodAutoscaler", "cell-tokyo", "web", maximum=17)


def opened(stage: Stage) -> Act:
    """Wait until the lab is open and has been read."""
    yield lambda: stage.has_data


def threads_filled(stage: Stage) -> Act:
    """Let the pool of threads, which is bounded, have all of its threads: after this a new one is one too many."""
    runtime, all_there = stage.session.runtime, Barrier(THREADS)

    async def meet() -> None:
        await gather(*(runtime.in_thread(all_there.wait, MEET_S) for _ in range(THREADS)))

    met = runtime.submit(meet())
    yield met
    met.result()


def broken(stage: Stage, key: str, meanwhile: Act) -> Act:
    """Break something while something else goes on."""
    started = stage.desk.start_scenario(key)
    yield started
    started.result()
    yield from meanwhile
    stopped = stage.desk.stop_scenario(key)
    yield stopped
    stopped.result()


def change_and_undo(stage: Stage) -> Act:
    """Plan, confirm and verify a change, then undo it."""
    changes, submit = stage.session.changes, stage.session.runtime.submit
    unlocked = submit(changes.service.access.unlock("lab", 3_600.0, "soak"))
    yield unlocked
    unlocked.result()
    drafted = submit(changes.service.draft(BOUNDS, "soak"))
    yield drafted
    made: Change = drafted.result()
    for undoing in (False, True):
        if undoing:
            drafted = submit(changes.service.undo(made.id, "soak"))
            yield drafted
        draft = drafted.result()
        confirmed = submit(changes.service.confirm(draft, Confirmation(preview_digest(draft))))
        yield confirmed
        settled = submit(changes.service.settled(confirmed.result().id))
        yield settled
        assert settled.result().state is ChangeState.VERIFIED, settled.result().state


def runbook(stage: Stage) -> Act:
    """Run a runbook to its end by itself."""
    session = stage.session
    submit, in_thread = session.runtime.submit, session.runtime.in_thread

    async def begin() -> str:
        desk = await in_thread(lambda: session.changes.runbooks)
        found = await in_thread(lambda: desk.library("en").find(RUNBOOK))
        plan = await in_thread(desk.plan, found, VALUES)
        started = await desk.command.start(plan, found.text, reason="soak")
        await desk.command.auto(started.id)
        desk.drive(started.id)
        return started.id

    begun = submit(begin())
    yield begun
    desk, run_id = session.changes.runbooks, begun.result()
    yield lambda: desk.book.find(run_id).is_over
    assert desk.book.find(run_id).is_over, desk.book.find(run_id).state


def review(stage: Stage, folder: Path, form: str) -> Act:
    """Export a review in one of the ``FORMATS``."""
    from console.services.reviews.review_desk import ReviewDesk

    span = span_of(SpanKind.MONTH, stage.session.clock.now().timestamp())
    order = ReviewOrder(span, folder / f"review.{form}", form, "ja" if form == "html" else "en", is_signed=False)
    written = stage.session.runtime.submit(ReviewDesk(stage.session).make(order))
    yield written
    assert written.result().size > 0


def open_again(stage: Stage) -> Act:
    """Close every connection and open the estate anew."""
    before = stage.session.open
    assert before is not None
    stage.desktop.around.estates.open_file(before.file)
    yield lambda: stage.session.open is not before
    yield lambda: stage.has_data


def lab_dies(stage: Stage) -> Act:
    """Kill the lab: it is started again with other ports and tokens, and the window must follow."""
    before, pid = stage.session.open, stage.lab_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    yield lambda: stage.lab_pid not in (None, pid)
    yield lambda: stage.session.open is not before
    yield lambda: stage.has_data
