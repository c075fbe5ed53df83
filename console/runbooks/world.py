"""The world that a plan is made for: the open estate, and when."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from console.domain.runbooks.run_plan import RunPlan
    from console.estate.schema.automation import Job
    from console.estate.schema.cell import Cell
    from console.estate.schema.connection import Connection
    from console.estate.schema.estate import Estate
    from console.runbooks.placeholder import Plain

CELL_FACTS = ("cluster", "prometheus", "namespace", "metrics", "title", "region", "zone", "team", "users")
"""What a placeholder can ask of a cell: ``{{ cell.namespace }}``."""


class World(NamedTuple):
    """``estate`` is ``None`` where none is open: only runbooks that name nothing of one can be planned then.

    ``folder`` is that of the estate file.
    """

    estate: Estate | None
    now_s: float
    folder: str = ""

    @property
    def connections(self) -> tuple[Connection, ...]:
        """Return the connections of the estate."""
        return tuple(self.estate.connections()) if self.estate is not None else ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return the cells of the estate."""
        return self.estate.cells if self.estate is not None else ()

    def first(self, kind: str) -> str:
        """Return the first connection of a kind; empty when the estate has none."""
        return next((one.key for one in self.connections if one.connector == kind), "")

    def place(self, folder: str) -> str:
        """Return a folder that the estate names, beside its file."""
        return str(Path(self.folder) / Path(folder).expanduser())

    def job(self, key: str) -> Job | None:
        """Return a job of the team; ``None`` when the estate has none of that key."""
        jobs = self.estate.automation.jobs if self.estate is not None else ()
        return next((one for one in jobs if one.key == key), None)

    def written(self, plan: RunPlan) -> tuple[str, ...]:
        """Return the connections that a plan may change; what a diagnosis proposes is a cluster's or an edge's."""
        writing = [one for one in plan.steps if one.writes and one.kind in {"change", "notify"}]
        found = dict.fromkeys(one.connection for one in writing if one.connection)
        for step in writing:
            if "remedy" in step.spec:
                cell = self.estate.cell(step.spec["cell"]) if self.estate is not None else None
                edges = (one.key for one in self.connections if one.connector == "cloudflare")
                found |= dict.fromkeys([*([cell.cluster] if cell is not None else []), *edges])
        return tuple(found)

    def names(self) -> dict[str, Plain]:
        """Return what placeholders can name without any parameter."""
        found: dict[str, Plain] = {
            "estate": self.estate.name if self.estate is not None else "",
            "now_s": round(self.now_s),
            "stamp": datetime.fromtimestamp(self.now_s, UTC).strftime("%Y%m%d-%H%M%S"),
            "now": datetime.fromtimestamp(self.now_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        for one in reversed(self.connections):
            found[f"connections.{one.connector}"] = one.key
        servers = self.estate.prometheus if self.estate is not None else ()
        for word in ("cell", "service", "segment"):
            found[f"labels.{word}"] = str(getattr(servers[0].labels, word)) if servers else word
        return found

    def cell_names(self, name: str, key: str) -> dict[str, Plain]:
        """Return the facts of a cell, each behind the name of its parameter."""
        cell = next((one for one in self.cells if one.key == key), None)
        if cell is None:
            return {}
        spaces, users = cell.selectors.namespaces, cell.users
        facts = {
            "cluster": cell.cluster,
            "prometheus": cell.prometheus or "",
            "namespace": spaces[0] if spaces else "",
            "metrics": cell.selectors.metrics_cell or cell.key,
            "title": cell.title or cell.key,
            "region": cell.region,
            "zone": cell.zone,
            "team": cell.team,
            "users": users if users is not None else "",
        }
        return {f"{name}.{fact}": value for fact, value in facts.items()}
