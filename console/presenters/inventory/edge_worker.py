"""Workers with the versions that answer."""

from console.domain.edge.edge_worker import EdgeWorker, WorkerVersion
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, ago, short
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind

_MOST_VERSIONS = 3


def _running(row: EdgeWorker) -> str:
    names = {one.version_id: _name(one) for one in row.versions}
    shares = [f"{names.get(one.version_id, one.version_id[:8])} {short(one.percent)} %" for one in row.shares]
    return " · ".join(shares) or t("nothing deployed")


def _newest(row: EdgeWorker) -> str:
    return ", ".join(f"{_name(one)} ({one.version_id})" for one in row.versions[:_MOST_VERSIONS]) or UNKNOWN


def _shares(row: EdgeWorker) -> list[list[object]]:
    return [[one.version_id, one.percent] for one in row.shares]


def _versions(row: EdgeWorker) -> list[list[object]]:
    return [[one.version_id, one.note] for one in row.versions]


def _name(version: WorkerVersion) -> str:
    """Return the first word of what its uploader wrote, else its number."""
    if version.note:
        return version.note.split()[0]
    return version.version_id[:8] if version.number is None else f"#{version.number}"


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("name", t("Worker"), lambda row, _: row.ref.name, width=160),
        InventoryColumn("running", t("Answers now"), lambda row, _: _running(row), _shares, width=220),
        InventoryColumn(
            "deployed_at",
            t("Deployed"),
            lambda row, now_s: UNKNOWN if row.deployed_at_s is None else ago(row.deployed_at_s, now_s),
            lambda row: row.deployed_at_s,
            width=110,
        ),
        InventoryColumn("versions", t("Newest versions"), lambda row, _: _newest(row), _versions, width=460),
        InventoryColumn(
            "schedules",
            t("Schedules"),
            lambda row, _: ", ".join(row.schedules) or UNKNOWN,
            lambda row: list(row.schedules),
        ),
        InventoryColumn(
            "modified_at",
            t("Changed"),
            lambda row, now_s: UNKNOWN if row.modified_at_s is None else ago(row.modified_at_s, now_s),
            lambda row: row.modified_at_s,
            width=110,
        ),
    )


INVENTORIES.add(
    InventoryKind(
        key="EdgeWorker",
        topic="edge-workers",
        row=EdgeWorker,
        title=lambda: t("Workers"),
        columns=_columns,
        order=lambda row: (-len(row.shares), row.ref.name),  # gradual deployments first
    )
)
