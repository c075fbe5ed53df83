"""What all operations on one object have in common: previewing by dry run, applying at a version, verifying."""

from abc import ABC, abstractmethod
from typing import Any, Generic, TypeVar

from connectors.kubernetes.operations.change_base import ChangeBase
from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.operations.field_owner import owner_warnings
from connectors.kubernetes.operations.json_pointer import leaf_differences, text_of, value_at
from connectors.kubernetes.operations.object_editor import Content, MovedOnError, ObjectEditor
from connectors.kubernetes.operations.object_kind import ref_of_target
from connectors.kubernetes.rights import Rights
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operation import Operation
from console.domain.resource import ResourceRef
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

Op = TypeVar("Op", bound=Operation)
_TRIES = 4
_MOST_SHOWN = 60


class ObjectPerformer(ABC, Generic[Op]):
    """Does one kind of operation; a subclass says what it comes to on an object (``draft``) and when it is reached."""

    def __init__(self, editor: ObjectEditor, rights: Rights) -> None:
        self.editor = editor
        self._rights = rights

    @abstractmethod
    async def draft(self, operation: Op, content: Content) -> Draft:
        """Return what to send to an object as it is; raise ``ChangeRefused`` for what makes no sense on it."""

    async def judge(self, operation: Op, content: Content) -> Verification:
        """Return whether an object is as wanted; by default it is when there is nothing left to send."""
        if (await self.draft(operation, content)).edits:
            return Verification(Truth.DIFFERENT, t("{target} is not as wanted.", target=str(operation.target)))
        return Verification(Truth.REACHED, t("{target} is as wanted.", target=str(operation.target)))

    async def preview(self, operation: Op) -> Preview:
        """Find out what would change by a dry run of the server."""
        ref = ref_of_target(operation)
        for _ in range(_TRIES):
            content = await self.editor.read(ref)
            draft = await self.draft(operation, content)
            base = ChangeBase.of(content, draft.touched).text
            if not draft.edits:
                return Preview(base, (), draft.inverse, satisfied=True, warnings=draft.warnings)
            try:
                differences = await self._dry_run(ref, draft, content)
            except MovedOnError:
                continue
            warnings = (*draft.warnings, *owner_warnings(content, tuple(one.path for one in differences)))
            return Preview(base, differences, draft.inverse, dry_run=True, warnings=warnings)
        raise _too_lively(operation)

    async def apply(self, operation: Op, base: str) -> Operation | None:
        """Do it, unless what it touches is no longer as previewed; what is done already is not done again."""
        known, ref = ChangeBase.read(base), ref_of_target(operation)
        content = await self.editor.read(ref)
        draft = await self.draft(operation, content)
        open_fields = set(draft.touched)
        for edit in draft.edits:
            content = await self._send(operation, edit, content, known.only(open_fields))
            open_fields -= set(edit.shows)
        return draft.inverse if draft.edits else None

    async def _send(self, operation: Op, edit: Edit, content: Content, known: ChangeBase) -> Content:
        """Send one edit, again when only fields that do not matter here (statuses, mostly) have moved on meanwhile."""
        ref = ref_of_target(operation)
        for _ in range(_TRIES):
            known.demand(content, str(operation.target))
            try:
                written = await self.editor.write(ref, edit, _version(content))
            except MovedOnError:
                content = await self.editor.read(ref)
                continue
            return content | {"metadata": {**content["metadata"], "resourceVersion": _version(written)}}
        raise _too_lively(operation)

    async def verify(self, operation: Op) -> Verification:
        """Read back whether the object is as wanted."""
        return await self.judge(operation, await self.editor.read(ref_of_target(operation)))

    async def _dry_run(self, ref: ResourceRef, draft: Draft, content: Content) -> tuple[FieldChange, ...]:
        kind = await self.editor.kind_of(ref)
        found: list[FieldChange] = []
        for edit in draft.edits:
            await self._rights.demand("patch", kind, ref, edit.part)
            after = await self.editor.write(ref, edit, _version(content), dry_run=True)
            for pointer in edit.shows:
                found += _differences(value_at(content, pointer), value_at(after, pointer), pointer)
        return tuple(found[:_MOST_SHOWN])


def _differences(before: Any, after: Any, pointer: str) -> list[FieldChange]:
    return [
        FieldChange(path, text_of(old), text_of(new)) for path, old, new in leaf_differences(before, after, pointer)
    ]


def _version(content: Content) -> str:
    return str(value_at(content, "/metadata/resourceVersion") or "")


def _too_lively(operation: Operation) -> ChangeRefused:
    return ChangeRefused(
        t("{target} keeps changing while it is being changed.", target=str(operation.target)),
        t("Find out who writes it, and try again."),
    )
