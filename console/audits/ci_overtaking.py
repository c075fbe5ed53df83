"""Jobs that deploy into an environment and may overtake one another: nothing keeps two of them from running at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.audits.ci_job import ci_kind
from console.audits.ci_yaml import read_yaml
from console.audits.workflow_part import workflow_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout


_FOLDER = ".github/workflows/"


class OvertakingJob(NamedTuple):
    """``line`` is that of its name."""

    path: str
    line: int
    name: str


def overtaking_jobs(checkout: Checkout) -> Iterator[OvertakingJob]:
    """Yield the jobs of workflows with an ``environment`` where neither they nor their workflow limit concurrency."""
    for path in sorted(one for one in checkout.paths if one.startswith(_FOLDER) and ci_kind(one)):
        text = checkout.text(path)
        known = read_yaml(text)
        jobs = known.get("jobs")
        if known.get("concurrency") or not isinstance(jobs, dict):
            continue
        lines = {one.name: one.line for one in workflow_parts(text)}
        for name, job in jobs.items():
            if isinstance(job, dict) and job.get("environment") and not job.get("concurrency"):
                yield OvertakingJob(path, lines.get(name, 1), name)
