"""Bringing the summary that k6 wrote in the cluster: it is the last thing in the log of its pod."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.resource import ResourceKind
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.ports.cluster import ClusterReader

_POD = ResourceKind("", "v1", "Pod", "pods", namespaced=True)
_TAIL = 50


async def job_report(reader: ClusterReader, namespace: str, job: str) -> str:
    """Return the end of what the pod of a Job wrote; raise ``UserError`` where there is none yet."""
    pods = await reader.table(_POD, namespace, selector=f"job-name={job}", limit=10)
    for row in pods.rows:
        lines = [line async for line in reader.logs(row.ref, tail_lines=_TAIL)]
        if lines:
            return "\n".join(lines)
    raise UserError(
        t("The Job {job} of {namespace} has written nothing yet.", job=job, namespace=namespace),
        t("Wait until it has ended: cell-console show CONNECTION jobs."),
    )
