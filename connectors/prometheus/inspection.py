"""What a connection check tells beside "it answers": version, size, and whether the estate's cells are in there."""

from connectors.prometheus.signal_plan import SignalPlan
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.ports.metric_directory import MetricDirectory

_NOT_TOLD = (ErrorKind.NOT_FOUND, ErrorKind.FORBIDDEN, ErrorKind.PROTOCOL, ErrorKind.REJECTED)
_MOST_NAMES = 5


async def version_of(directory: MetricDirectory) -> str:
    """Return name and version; compatible servers may not tell theirs, and rights may hide it."""
    try:
        build = await directory.build()
    except ConnectorError as fault:
        if fault.kind in _NOT_TOLD:
            return t("Prometheus-compatible server")
        raise
    return f"{build.product} {build.version}".strip() or t("Prometheus-compatible server")


async def inspect(directory: MetricDirectory, plan: SignalPlan) -> str:
    """Return version, series in memory, and which of the estate's cells the server has no series of.

    What a compatible server does not tell is left out; other faults are raised as ``ConnectorError``.
    """
    facts = [await version_of(directory)]
    for look in (_size, _cells):
        try:
            facts.append(await look(directory, plan))
        except ConnectorError as fault:
            if fault.kind not in _NOT_TOLD:
                raise
    return "; ".join(fact for fact in facts if fact)


async def _size(directory: MetricDirectory, _plan: SignalPlan) -> str:
    return t("{count} series in memory", count=(await directory.storage()).series)


async def _cells(directory: MetricDirectory, plan: SignalPlan) -> str:
    """Say what would otherwise show only as missing values: a wrong label name, or a cell under another name."""
    if not plan.cells:
        return ""
    if plan.labels.cell not in (await directory.label_names()).names:
        return t("no series has the label {label}", label=plan.labels.cell)
    there = set((await directory.label_values(plan.labels.cell)).names)
    absent = [cell for value, cell in plan.cells.items() if value not in there]
    if not absent:
        return t("series of all {count} cells", count=len(plan.cells))
    shown = ", ".join(absent[:_MOST_NAMES]) + ("…" if len(absent) > _MOST_NAMES else "")
    return t("no series of cell {cells}", cells=shown)
