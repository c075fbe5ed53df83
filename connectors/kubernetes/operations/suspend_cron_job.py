"""Suspending and resuming CronJobs."""

from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.operations.object_performer import ObjectPerformer
from console.domain.operation import Operation
from console.domain.operations.resume_cron_job import ResumeCronJob
from console.domain.operations.suspend_cron_job import SuspendCronJob

_SUSPEND = "/spec/suspend"


class CronJobPerformer(ObjectPerformer[SuspendCronJob | ResumeCronJob]):
    """Both ways of the one switch."""

    async def draft(self, operation: SuspendCronJob | ResumeCronJob, content: Content) -> Draft:
        """Return the patch of the switch."""
        place = (operation.connection, operation.namespace, operation.name)
        now, wanted = value_at(content, _SUSPEND) is True, isinstance(operation, SuspendCronJob)
        inverse: Operation = SuspendCronJob(*place) if now else ResumeCronJob(*place)
        edits = () if now is wanted else (Edit({"spec": {"suspend": wanted}}, (_SUSPEND,)),)
        return Draft(edits, (_SUSPEND,), inverse)
