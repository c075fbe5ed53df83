"""Creating a missing Secret; its values go from the vault to the cluster and nowhere else."""

import base64
from collections.abc import Awaitable, Callable

from connectors.common.fault import HttpFault
from connectors.kubernetes.operations.object_editor import Content, ObjectEditor
from connectors.kubernetes.operations.object_kind import ref_of_target
from connectors.kubernetes.rights import Rights
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operations.create_secret import CreateSecret
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t
from console.kernel.secret import Secret

_NOT_FOUND = 404
_ABSENT = "absent"

Resolve = Callable[[str], Awaitable[Secret]]


class SecretPerformer:
    """The base says that there was none; one that has come meanwhile is left alone."""

    def __init__(self, editor: ObjectEditor, rights: Rights, resolve: Resolve) -> None:
        self._editor = editor
        self._rights = rights
        self._resolve = resolve

    async def preview(self, operation: CreateSecret) -> Preview:
        """Let the server try to make it, with empty values."""
        found = await self._keys(operation)
        if found is not None:
            self._demand_keys(operation, found)
            return Preview(_ABSENT, (), None, satisfied=True)
        ref = ref_of_target(operation)
        await self._rights.demand("create", await self._editor.kind_of(ref), ref, "")
        await self._editor.create(ref, _body(operation, dict.fromkeys(_names(operation), "")), dry_run=True)
        changes = tuple(FieldChange(f"/data/{name}", "", reference) for name, reference in operation.entries)
        warning = t("It cannot be undone here: delete the Secret with kubectl when it is not wanted.")
        return Preview(_ABSENT, changes, None, dry_run=True, warnings=(warning,))

    async def apply(self, operation: CreateSecret, base: str) -> None:
        """Resolve the references and make it, unless it is there."""
        if base != _ABSENT:
            raise ChangeRefused(t("The change does not say which state it was prepared for."), t("Prepare it again."))
        found = await self._keys(operation)
        if found is not None:
            self._demand_keys(operation, found)
            return
        values = {name: await self._encoded(reference) for name, reference in operation.entries}
        await self._editor.create(ref_of_target(operation), _body(operation, values))

    async def verify(self, operation: CreateSecret) -> Verification:
        """Read back whether it is there with its keys."""
        found = await self._keys(operation)
        if found is None or not set(_names(operation)) <= found:
            return Verification(Truth.DIFFERENT, t("{target} is not as wanted.", target=str(operation.target)))
        return Verification(Truth.REACHED, t("{target} is as wanted.", target=str(operation.target)))

    async def _encoded(self, reference: str) -> str:
        secret = await self._resolve(reference)
        encoded = Secret(base64.b64encode(secret.reveal().strip().encode()).decode())
        return encoded.reveal()  # which a refusing admission webhook may repeat

    async def _keys(self, operation: CreateSecret) -> set[str] | None:
        """Return the keys of the Secret that is there; its values are not kept."""
        try:
            content = await self._editor.read(ref_of_target(operation))
        except HttpFault as fault:
            if fault.status != _NOT_FOUND:
                raise
            return None
        return set(content.get("data") or {})

    def _demand_keys(self, operation: CreateSecret, found: set[str]) -> None:
        missing = [name for name in _names(operation) if name not in found]
        if missing:
            raise ChangeRefused(
                t("{target} is there, but without {keys}.", target=str(operation.target), keys=", ".join(missing)),
                t("It is never overwritten: find out who made it, and add the keys where it is kept."),
            )


def _names(operation: CreateSecret) -> tuple[str, ...]:
    return tuple(name for name, _ in operation.entries)


def _body(operation: CreateSecret, values: dict[str, str]) -> Content:
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": "Opaque",
        "metadata": {"name": operation.name, "namespace": operation.namespace},
        "data": values,
    }
