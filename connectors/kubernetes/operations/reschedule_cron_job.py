"""Letting a CronJob run at another time."""

from dataclasses import replace

from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.operations.object_performer import ObjectPerformer
from console.domain.operations.reschedule_cron_job import RescheduleCronJob

_SCHEDULE, _ZONE = "/spec/schedule", "/spec/timeZone"


class ReschedulePerformer(ObjectPerformer[RescheduleCronJob]):
    """Patches the schedule; its time zone must be the one that was seen."""

    async def draft(self, operation: RescheduleCronJob, content: Content) -> Draft:
        """Return the patch of the schedule."""
        now = str(value_at(content, _SCHEDULE) or "")
        touched = (_SCHEDULE, _ZONE)
        if now == operation.schedule:
            return Draft((), touched, operation)
        edit = Edit({"spec": {"schedule": operation.schedule}}, (_SCHEDULE,))
        return Draft((edit,), touched, _back(operation, now))


def _back(operation: RescheduleCronJob, schedule: str) -> RescheduleCronJob | None:
    """Return the way back; none where the schedule is in a form that is not known here."""
    try:
        return replace(operation, schedule=schedule)
    except ValueError:
        return None
