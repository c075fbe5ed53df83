"""Starting and ending batches of audits: a Job is made, or taken away."""

from connectors.common.fault import HttpFault
from connectors.kubernetes.operations.audit_job import BATCH_LABEL, SHARDS, audit_job
from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content, MovedOnError, ObjectEditor
from connectors.kubernetes.rights import Rights
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operations.end_audit_batch import EndAuditBatch
from console.domain.operations.start_audit_batch import StartAuditBatch
from console.domain.resource import ResourceRef
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_NOT_FOUND = 404
_ABSENT = "absent"


class BatchStarter:
    """A Job of the same name with the same shards is the same batch: it is made once."""

    def __init__(self, editor: ObjectEditor, rights: Rights) -> None:
        self._editor = editor
        self._rights = rights

    async def preview(self, operation: StartAuditBatch) -> Preview:
        """Let the server try to make the Job."""
        inverse = EndAuditBatch(operation.connection, operation.namespace, operation.name)
        ref = _job(operation)
        found = await _found(self._editor, ref)
        if found is not None:
            _demand_same(operation, found)
            return Preview(_ABSENT, (), inverse, satisfied=True)
        await self._rights.demand("create", await self._editor.kind_of(ref), ref, "")
        await self._editor.create(ref, audit_job(operation), dry_run=True)
        changes = (
            FieldChange(f"Job {operation.name}", t("absent"), t("made")),
            FieldChange("completions", t("absent"), str(operation.count)),
            FieldChange("parallelism", t("absent"), str(min(operation.parallel, operation.count))),
            FieldChange("image", t("absent"), operation.image),
            FieldChange(t("projects"), t("absent"), ", ".join(operation.projects)),
        )
        return Preview(_ABSENT, changes, inverse, dry_run=True)

    async def apply(self, operation: StartAuditBatch, base: str) -> None:
        """Make the Job, unless it is there already."""
        if base != _ABSENT:
            raise ChangeRefused(t("The change does not say which state it was prepared for."), t("Prepare it again."))
        ref = _job(operation)
        found = await _found(self._editor, ref)
        if found is None:
            await self._editor.create(ref, audit_job(operation))
        else:
            _demand_same(operation, found)

    async def verify(self, operation: StartAuditBatch) -> Verification:
        """Read back whether the Job is there."""
        if await _found(self._editor, _job(operation)) is None:
            return Verification(Truth.DIFFERENT, t("There is no Job {name}.", name=operation.name))
        return Verification(Truth.REACHED, t("The Job {name} was made.", name=operation.name))


class BatchEnder:
    """Takes a Job of audits away, and no other one."""

    def __init__(self, editor: ObjectEditor, rights: Rights) -> None:
        self._editor = editor
        self._rights = rights

    async def preview(self, operation: EndAuditBatch) -> Preview:
        """Let the server try to delete it; the base is which Job it is."""
        ref = _job(operation)
        found = await _found(self._editor, ref)
        if found is None:
            return Preview(_ABSENT, (), None, satisfied=True)
        if BATCH_LABEL not in (value_at(found, "/metadata/labels") or {}):
            raise ChangeRefused(
                t("The Job {name} is no batch of audits.", name=operation.name), t("Delete it with kubectl.")
            )
        await self._rights.demand("delete", await self._editor.kind_of(ref), ref, "")
        uid = str(value_at(found, "/metadata/uid"))
        await self._editor.delete(ref, uid, dry_run=True)
        change = FieldChange(f"Job {operation.name}", t("there"), t("absent"))
        warning = t("Tasks that have not ended begin anew when they are asked for again.")
        return Preview(uid, (change,), None, dry_run=True, warnings=(warning,))

    async def apply(self, operation: EndAuditBatch, base: str) -> None:
        """Delete the Job that was previewed; its pods go with it."""
        found = await _found(self._editor, _job(operation))
        if found is None:
            return
        try:
            if str(value_at(found, "/metadata/uid")) != base:
                raise MovedOnError
            await self._editor.delete(_job(operation), base)
        except MovedOnError:
            raise ChangeRefused(
                t("The Job {name} is another one than when the change was prepared.", name=operation.name),
                t("Prepare it again."),
            ) from None

    async def verify(self, operation: EndAuditBatch) -> Verification:
        """Read back whether the Job is gone, or going."""
        found = await _found(self._editor, _job(operation))
        if found is not None and not value_at(found, "/metadata/deletionTimestamp"):
            return Verification(Truth.DIFFERENT, t("The Job {name} is still there.", name=operation.name))
        return Verification(Truth.REACHED, t("The Job {name} is gone.", name=operation.name))


async def _found(editor: ObjectEditor, ref: ResourceRef) -> Content | None:
    try:
        return await editor.read(ref)
    except HttpFault as fault:
        if fault.status != _NOT_FOUND:
            raise
        return None


def _demand_same(operation: StartAuditBatch, found: Content) -> None:
    """Raise ``ChangeRefused`` when a Job of that name does something else."""
    notes = value_at(found, "/spec/template/metadata/annotations") or {}
    if value_at(found, "/spec/completions") != operation.count or SHARDS not in notes:
        raise ChangeRefused(
            t("There is another Job {name} in {namespace}.", name=operation.name, namespace=operation.namespace),
            t("Find out who made it, and delete it when it is not wanted."),
        )


def _job(operation: StartAuditBatch | EndAuditBatch) -> ResourceRef:
    return ResourceRef(operation.connection, "Job", operation.namespace, operation.name, "batch")
