"""What the pod of a Job writes."""

from dataclasses import dataclass

from console.lab.objects.batch_object import GOOD_SOURCE
from console.lab.objects.world_clock import stamp

_EVERY_S = 5.0


@dataclass(frozen=True, slots=True)
class JobRun:
    """One run of a Job: what runs, where it reads from, real unix times of its start and (when over) its end.

    ``plan`` is what a load test does.
    """

    container: str
    source: str
    started_s: float
    ended_s: float | None = None
    plan: str = ""


def job_log(run: JobRun, now_s: float) -> list[tuple[float, str]]:
    """Lines of a run up to a time, oldest first."""
    until_s = min(now_s, run.ended_s if run.ended_s is not None else now_s)
    lines = [(run.started_s, f"{stamp(run.started_s)} INFO {run.container}: started, reading from {run.source}")]
    if run.source not in ("", GOOD_SOURCE):
        host = run.source.split("//")[-1].split(":")[0]
        for attempt in range(1, 4):
            at_s = run.started_s + 4.0 * attempt
            text = f"{stamp(at_s)} ERROR {run.container}: attempt {attempt} of 3: lookup {host}: no such host"
            lines.append((at_s, text))
    else:
        at_s = run.started_s + _EVERY_S
        while at_s < until_s:
            done = int((at_s - run.started_s) / _EVERY_S)
            lines.append((at_s, f"{stamp(at_s)} INFO {run.container}: part {done} done"))
            at_s += _EVERY_S
    if run.ended_s is not None:
        end = "finished" if run.source in ("", GOOD_SOURCE) else "giving up"
        lines.append((run.ended_s, f"{stamp(run.ended_s)} INFO {run.container}: {end}"))
    return [line for line in lines if line[0] <= until_s]
