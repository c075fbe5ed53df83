"""The places beyond this machine where the audits of an estate can run."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from console.estate.forge_place import forge_place
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.services.audits.dispatch_place import dispatch_places
from console.services.audits.dispatched_line import DispatchedLine, LineParts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.estate.schema.audit_jobs import AuditJobs
    from console.estate.schema.connection import Cluster
    from console.estate.schema.estate import Estate

CLUSTER = "cluster"


def beyond_lines(estate: Estate, parts: LineParts) -> Iterator[DispatchedLine]:
    """Yield a line for each cluster that runs audits (``cluster``, with its key behind it when there are several).

    Then for audit services (``service``) and forges whose CI does (``ci``).
    """
    clusters = [one for one in estate.clusters if one.audits is not None]
    for one in clusters:
        key = CLUSTER if len(clusters) == 1 else f"{CLUSTER}-{one.key}"
        yield _cluster_line(key, one, one.audits, parts)  # type: ignore[arg-type]  # filtered above
    for place in dispatch_places(estate):
        yield DispatchedLine(place.key, place.title, place.connection, parts, place.width)


def _cluster_line(key: str, cluster: Cluster, jobs: AuditJobs, parts: LineParts) -> DispatchedLine:
    collector = None
    if jobs.listen:
        from console.services.audits.result_collector import ResultCollector  # noqa: PLC0415 - with the first that listens

        token = partial(_token, parts, jobs.results_token)
        collector = ResultCollector(parts.runtime, parts.places, jobs.listen, jobs.results, token)
    title = t("Cluster {name}", name=cluster.title or cluster.key)
    return DispatchedLine(key, title, cluster.key, parts, jobs.parallel, collector)


async def _token(parts: LineParts, reference: str) -> str:
    def read() -> str:
        vault = parts.vault()
        if vault is None:
            raise UserError(t("There is nothing that reads secrets here."), t("Open an estate first."))
        return vault.resolve(reference).reveal()

    return await parts.runtime.in_thread(read)


def connection_of(estate: Estate, project: str) -> str:
    """Return the key of the connection whose token clones a project; empty for one of no forge of the estate."""
    try:
        return forge_place(estate, project).provider.key
    except UserError:
        return ""
