"""Handing batches of audits over, and ending them."""

from collections.abc import Mapping

from connectors.common.audits.audit_place import AuditPlace
from connectors.common.forge.base_version import refuse_if_moved
from connectors.common.operation_desk import Performer
from console.domain.audit.audit_batch import AuditBatch, unpacked_shards
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operations.end_audits import EndAudits
from console.domain.operations.run_audits import RunAudits
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_MOST_SHOWN = 10


class BatchStarter:
    """Hands a batch over once: one that the place knows already is not handed over again."""

    def __init__(self, place: AuditPlace) -> None:
        self._place = place

    async def preview(self, operation: RunAudits) -> Preview:
        """Say what would run where, and what is told to that place."""
        batch = _batch(operation)
        base = await self._place.look()
        sources = list(dict.fromkeys(one.task.source for one in batch.shards))
        shown = (FieldChange("repository", "", one) for one in sources[:_MOST_SHOWN])
        return Preview(
            base=base,
            differences=(FieldChange("tasks", "", str(len(batch.shards))), FieldChange("by", "", base), *shown),
            inverse=EndAudits(operation.connection, operation.batch, batch.tasks),
            satisfied=await self._place.knows(operation.batch, batch.tasks),
            warnings=(t("Addresses, commits and what forges told of {count} repositories go there.",
                        count=len(sources)),),
        )  # fmt: skip

    async def apply(self, operation: RunAudits, base: str) -> None:
        """Hand it over, unless an earlier try did."""
        batch = _batch(operation)
        if await self._place.knows(operation.batch, batch.tasks):
            return
        now = await self._place.look()
        refuse_if_moved(base, now, t("What runs the audits"), now)
        await self._place.start(batch)

    async def verify(self, operation: RunAudits) -> Verification:
        """See that it is there."""
        batch = _batch(operation)
        if await self._place.knows(operation.batch, batch.tasks):
            return Verification(Truth.REACHED, t("The audits of {batch} have begun.", batch=operation.batch))
        return Verification(Truth.PENDING, t("The audits of {batch} are not shown yet.", batch=operation.batch))


class BatchEnder:
    """Ends what still runs; a batch that is over or unknown is as wanted."""

    def __init__(self, place: AuditPlace) -> None:
        self._place = place

    async def preview(self, operation: EndAudits) -> Preview:
        """Say whether there is something to end."""
        is_running = await self._place.runs(operation.batch, operation.tasks)
        change = FieldChange(operation.batch, t("running"), t("ended"))
        return Preview(
            base=str(is_running),
            differences=(change,) if is_running else (),
            inverse=None,
            satisfied=not is_running,
        )

    async def apply(self, operation: EndAudits, base: str) -> None:
        """End it, however far it has come."""
        del base
        await self._place.end(operation.batch, operation.tasks)

    async def verify(self, operation: EndAudits) -> Verification:
        """See that nothing of it runs."""
        if await self._place.runs(operation.batch, operation.tasks):
            return Verification(Truth.PENDING, t("The audits of {batch} are being ended.", batch=operation.batch))
        return Verification(Truth.REACHED, t("Nothing of {batch} runs any more.", batch=operation.batch))


def batch_performers(place: AuditPlace | None) -> Mapping[type, Performer]:
    """Return what hands batches over to a place and ends them there; nothing without one."""
    return {RunAudits: BatchStarter(place), EndAudits: BatchEnder(place)} if place is not None else {}


def _batch(operation: RunAudits) -> AuditBatch:
    try:
        return AuditBatch(operation.batch, unpacked_shards(operation.shards))
    except ValueError:
        raise ChangeRefused(
            t("{batch} is no id of a batch.", batch=repr(operation.batch[:60])),
            t("Start audits with: cell-console audit fleet --on PLACE"),
        ) from None
