"""Starting a CI run."""

from connectors.common.forge.base_version import refuse_if_moved
from connectors.common.forge.writer import ForgeWriter
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.forge.pipeline_run import PipelineRun
from console.domain.forge.repository_note import Workflow
from console.domain.operations.dispatch_pipeline import DispatchPipeline
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t
from console.ports.forge import ForgeReader

_MOST_REMEMBERED = 100


class RunStarter:
    """Starts a run of what the user saw: it refuses when the branch has moved on since the preview.

    The forge gives no word to find a run again by, so those known before are remembered until ``verify``.
    """

    def __init__(self, reader: ForgeReader, writer: ForgeWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._known_before: dict[DispatchPipeline, frozenset[str]] = {}

    async def preview(self, operation: DispatchPipeline) -> Preview:
        """Say what will run at which commit."""
        await self._refuse_unknown(operation)
        sha = await self._newest(operation)
        inputs = (FieldChange(f"inputs/{name}", "", value) for name, value in operation.inputs)
        return Preview(
            base=sha,
            differences=(FieldChange("run", "", f"{operation.branch} {sha[:12]}"), *inputs),
            inverse=None,
            warnings=(t("A run that has begun can only be cancelled, not taken back."),),
        )

    async def apply(self, operation: DispatchPipeline, base: str) -> None:
        """Start it once; the request is not repeated when its answer is lost."""
        sha = await self._newest(operation)
        refuse_if_moved(base, sha, t("The branch {branch}", branch=operation.branch), sha[:12])
        before = await self._runs(operation)
        while len(self._known_before) >= _MOST_REMEMBERED:
            del self._known_before[next(iter(self._known_before))]
        self._known_before[operation] = frozenset(run.ref.name for run in before)
        await self._writer.dispatch(operation)

    async def verify(self, operation: DispatchPipeline) -> Verification:
        """Look for the run that was not there before."""
        before = self._known_before.get(operation)
        if before is None:
            return Verification(Truth.DIFFERENT, t("No run of this has been started from here."))
        new = [run for run in await self._runs(operation) if run.ref.name not in before]
        if not new:
            return Verification(Truth.PENDING, t("The forge does not show the run yet."))
        return Verification(Truth.REACHED, t("The run {id} is {state}.", id=new[-1].ref.name, state=new[-1].state))

    async def _runs(self, operation: DispatchPipeline) -> list[PipelineRun]:
        return [run for run in await self._reader.runs(operation.repository) if run.branch == operation.branch]

    async def _newest(self, operation: DispatchPipeline) -> str:
        commits = await self._reader.commits(operation.repository, operation.branch, most=1)
        if not commits:
            raise ChangeRefused(
                t("The branch {branch} has no commits.", branch=operation.branch), t("Name another branch.")
            )
        return commits[0].sha

    async def _refuse_unknown(self, operation: DispatchPipeline) -> None:
        if not operation.workflow:
            return
        known = await self._reader.workflows(operation.repository)
        if any(operation.workflow in (one.id, one.title, one.path) for one in known):
            return
        raise ChangeRefused(
            t(
                "{repository} has no workflow {workflow} that can be started.",
                repository=operation.repository,
                workflow=operation.workflow,
            ),
            t("It has: {names}.", names=", ".join(map(_name, known[:20])) or t("none")),
        )


def _name(one: Workflow) -> str:
    return one.id if one.id == one.title else f"{one.id} ({one.title})"
