"""Letting a CronJob run once: a Job from its template, as ``kubectl create job --from`` makes it."""

from typing import Any

from connectors.common.fault import HttpFault
from connectors.kubernetes.operations.change_base import ChangeBase
from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content, ObjectEditor
from connectors.kubernetes.operations.object_kind import ref_of_target
from connectors.kubernetes.rights import Rights
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operations.run_cron_job import RunCronJob
from console.domain.resource import ResourceRef
from console.kernel.i18n import t

_TEMPLATE = "/spec/jobTemplate"
_MANUAL = "cronjob.kubernetes.io/instantiate"
_NOT_FOUND = 404


class RunPerformer:
    """The base is the template: a run is of what was previewed, or it is refused."""

    def __init__(self, editor: ObjectEditor, rights: Rights) -> None:
        self._editor = editor
        self._rights = rights

    async def preview(self, operation: RunCronJob) -> Preview:
        """Let the server try to make the Job."""
        cron = await self._editor.read(ref_of_target(operation))
        base = ChangeBase.of(cron, (_TEMPLATE,)).text
        warnings = (t("It cannot be undone: what the run does is done."),)
        if await self._found(operation) is not None:
            return Preview(base, (), None, satisfied=True, warnings=warnings)
        ref = _job(operation)
        await self._rights.demand("create", await self._editor.kind_of(ref), ref, "")
        await self._editor.create(ref, _body(operation, cron), dry_run=True)
        change = FieldChange(f"Job {operation.run}", t("absent"), t("made from the template"))
        return Preview(base, (change,), None, dry_run=True, warnings=warnings)

    async def apply(self, operation: RunCronJob, base: str) -> None:
        """Make the Job, unless it is there or the template is another one by now."""
        if await self._found(operation) is not None:
            return
        cron = await self._editor.read(ref_of_target(operation))
        ChangeBase.read(base).demand(cron, str(operation.target))
        await self._editor.create(_job(operation), _body(operation, cron))

    async def verify(self, operation: RunCronJob) -> Verification:
        """Read back whether the Job is there."""
        if await self._found(operation) is None:
            return Verification(Truth.DIFFERENT, t("There is no Job {name}.", name=operation.run))
        return Verification(Truth.REACHED, t("The Job {name} was made.", name=operation.run))

    async def _found(self, operation: RunCronJob) -> Content | None:
        try:
            return await self._editor.read(_job(operation))
        except HttpFault as fault:
            if fault.status != _NOT_FOUND:
                raise
            return None


def _job(operation: RunCronJob) -> ResourceRef:
    return ResourceRef(operation.connection, "Job", operation.namespace, operation.run, "batch")


def _body(operation: RunCronJob, cron: Content) -> Content:
    template: Any = value_at(cron, f"{_TEMPLATE}/metadata") or {}
    notes = {**(template.get("annotations") or {}), _MANUAL: "manual"}
    owner = {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "name": operation.name,
        "uid": value_at(cron, "/metadata/uid"),
        "controller": True,
    }
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {
            "name": operation.run,
            "namespace": operation.namespace,
            "labels": template.get("labels") or {},
            "annotations": notes,
            "ownerReferences": [owner],
        },
        "spec": value_at(cron, f"{_TEMPLATE}/spec"),
    }
