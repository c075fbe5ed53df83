"""Series of the audit workers, as an audit service publishes them: who lives, what waits, how audits ended."""

from collections.abc import Iterator

from console.lab.simulator.estate_state import EstateState
from console.lab.simulator.exposition import label_text
from console.lab.simulator.noise import smooth_noise

AUDIT_WORKER = "guardian-system/audit-worker"
_DUE_PER_S = 0.05
_PER_WORKER_S = 0.04
"""Audits that become due, and those that one worker ends, each second: two keep up, one does not."""
_ENDS = {"passed": 0.86, "warning": 0.11, "failed": 0.03}
_MOST_WAITING = 500.0
_UP, _WAITING, _RUNS = "audit_worker_up", "audit_tasks_waiting", "audit_runs_total"
_PLACE = (("namespace", "guardian-system"), ("service", "audit-worker"))


class AuditSeries:
    """Counts audits over real seconds; a worker whose pod is silent ends none."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._waiting = 4.0
        self._runs = dict.fromkeys(_ENDS, 0.0)

    def note(self, state: EstateState, silent: frozenset[str], elapsed_s: float) -> None:
        """Let audits become due and end for some seconds."""
        waver = 1.0 + 0.2 * float(smooth_noise(self._seed, "audits", state.at_s, 300.0))
        waiting = self._waiting + _DUE_PER_S * waver * elapsed_s
        at_work = sum(_lives(state, silent))
        ended = min(waiting, at_work * _PER_WORKER_S * elapsed_s)
        self._waiting = min(waiting - ended, _MOST_WAITING)
        for result, share in _ENDS.items():
            self._runs[result] += share * ended

    def text(self, state: EstateState, silent: frozenset[str]) -> str:
        """Return the series in the Prometheus text format."""
        pods = [pod.name for pod in state.pods[AUDIT_WORKER] if pod.phase == "Ready"]
        up = "".join(
            f"{_UP}{label_text((*_PLACE, ('worker', name)))} {int(lives)}\n"
            for name, lives in zip(pods, _lives(state, silent), strict=True)
        )
        runs = "".join(f'{_RUNS}{{result="{result}"}} {count:.12g}\n' for result, count in self._runs.items())
        return (
            f"# HELP {_UP} Whether the worker was heard of lately.\n# TYPE {_UP} gauge\n{up}"
            f"# HELP {_WAITING} Audits that wait for a worker.\n# TYPE {_WAITING} gauge\n"
            f"{_WAITING} {self._waiting:.12g}\n"
            f"# HELP {_RUNS} Audits that ended, by result.\n# TYPE {_RUNS} counter\n{runs}"
        )


def _lives(state: EstateState, silent: frozenset[str]) -> Iterator[bool]:
    return (pod.name not in silent for pod in state.pods[AUDIT_WORKER] if pod.phase == "Ready")
