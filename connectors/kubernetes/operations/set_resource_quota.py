"""ResourceQuotas."""

from dataclasses import replace

from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.operations.json_pointer import escaped, value_at
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.operations.object_performer import ObjectPerformer
from connectors.kubernetes.rows.quantity import amount, quantity
from console.domain.operations.set_resource_quota import SetResourceQuota
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t


class QuotaPerformer(ObjectPerformer[SetResourceQuota]):
    """Compares quantities by their amount: ``1000m`` is ``1``."""

    async def draft(self, operation: SetResourceQuota, content: Content) -> Draft:
        """Return the patch of the bounds that change."""
        now = {name: str(value_at(content, _pointer(name)) or "") for name, _ in operation.hard}
        changed = {name: wanted or None for name, wanted in operation.hard if not _same(now[name], wanted)}
        touched = tuple(_pointer(name) for name in now)
        edits = (Edit({"spec": {"hard": changed}}, tuple(map(_pointer, changed))),) if changed else ()
        return Draft(edits, touched, replace(operation, hard=tuple(now.items())), _warnings(operation, content))


def _pointer(name: str) -> str:
    return f"/spec/hard/{escaped(name)}"


def _same(now: str, wanted: str) -> bool:
    if not now or not wanted:
        return now == wanted
    return amount(now) == _checked(wanted)


def _checked(wanted: str) -> float:
    try:
        found = quantity(wanted)
    except ValueError:
        raise ChangeRefused(
            t("{quantity} is no quantity.", quantity=wanted), t("Write it as Kubernetes does: 500m, 2, 4Gi.")
        ) from None
    if found < 0:
        raise ChangeRefused(t("A quota cannot be below 0: {quantity}.", quantity=wanted), t("Enter 0 or more."))
    return found


def _warnings(operation: SetResourceQuota, content: Content) -> tuple[str, ...]:
    """Tell which bounds are below what is used already: nothing is stopped, but nothing new starts."""
    found = []
    for name, wanted in operation.hard:
        used = value_at(content, f"/status/used/{escaped(name)}")
        if wanted and used is not None and amount(used) > _checked(wanted):
            found.append(t("{name}: {used} are in use already, so nothing new can start.", name=name, used=str(used)))
    return tuple(found)
