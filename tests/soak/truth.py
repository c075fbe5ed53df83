"""What the lab itself says, read past the console, and held against what the console shows and has recorded."""

import base64
import json
import random
import ssl
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from connectors.prometheus.sparkline import STEP_S
from console.domain.signal_key import SignalKey
from console.domain.workload import Pod, Workload
from console.lab.runner.running_lab import RunningLab
from tests.soak.driver import Act
from tests.soak.stage import Stage

Facts: TypeAlias = "set[tuple[object, ...]]"
LOOKS, PAUSE_S = 5, 2.0
PICKED = 12
_DEPLOYMENTS = "/apis/apps/v1/deployments"
_TOLERANCE = 1e-6


def _get(url: str, token: str, context: ssl.SSLContext | None = None) -> Any:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=10, context=context) as answer:
        return json.load(answer)


def told_by_cluster(lab: RunningLab) -> Facts:
    """Return pods (node, restarts) and deployments (replicas, ready, generation) as the API server tells them."""
    config = yaml.safe_load(lab.kubeconfig.read_text())
    authority = base64.b64decode(config["clusters"][0]["cluster"]["certificate-authority-data"]).decode()
    context = ssl.create_default_context(cadata=authority)
    token = config["users"][0]["user"]["token"]
    pods = _get(f"{lab.kubernetes_url}/api/v1/pods", token, context)["items"]
    deployments = _get(f"{lab.kubernetes_url}{_DEPLOYMENTS}", token, context)["items"]
    return set(map(_pod, pods)) | set(map(_deployment, deployments))


def _pod(item: Any) -> tuple[object, ...]:
    meta, status = item["metadata"], item.get("status", {})
    restarts = sum(one.get("restartCount", 0) for one in status.get("containerStatuses", ()))
    return ("Pod", meta["namespace"], meta["name"], item["spec"].get("nodeName", ""), restarts)


def _deployment(item: Any) -> tuple[object, ...]:
    meta, status = item["metadata"], item.get("status", {})
    replicas, ready = item["spec"].get("replicas", 1), status.get("readyReplicas", 0)
    return ("Deployment", meta["namespace"], meta["name"], replicas, ready, meta["generation"])


def shown_by_console(stage: Stage) -> Facts:
    """Return the same from the store."""
    state = stage.session.store.state
    pods = state.rows("lab", "pods", Pod)
    works = (one for one in state.rows("lab", "workloads", Workload) if one.ref.kind == "Deployment")
    return {("Pod", one.ref.namespace, one.ref.name, one.node, one.restarts) for one in pods} | {
        ("Deployment", one.ref.namespace, one.ref.name, one.desired, one.ready, one.generation) for one in works
    }


@dataclass
class Comparison:
    """What was compared and what was lost. ``agreed`` and ``differed`` count points of the history."""

    facts: int = 0
    lost: list[str] = field(default_factory=list)
    agreed: int = 0
    differed: list[str] = field(default_factory=list)
    unrecorded: list[str] = field(default_factory=list)
    _picked: list[tuple[str, SignalKey, float, float, str]] = field(default_factory=list)
    _asked: int | None = None

    def objects(self, stage: Stage) -> Act:
        """Lost is what is missing, or there still, at every one of several looks, with the same values."""
        lost: Facts | None = None
        look = stage.session.look("pods", "workloads")
        try:
            for _ in range(LOOKS):
                yield PAUSE_S
                asked = stage.session.runtime.submit(_told(stage))
                yield asked
                told, shown = asked.result(), shown_by_console(stage)
                self.facts += len(told)
                lost = (told ^ shown) if lost is None else lost & (told ^ shown)
                if not lost:
                    break
        finally:
            look.close()
        self.lost += [str(one) for one in sorted(lost or (), key=str)]

    def points(self, stage: Stage) -> Act:
        """Hold points that were picked the last time against history and Prometheus; pick new ones.

        Where the lab has died meanwhile, another Prometheus answers, with a past of its own.
        """
        checked = stage.session.runtime.submit(self._check(stage, self._picked if self._asked == stage.lab_pid else []))
        self._picked, self._asked = list(_pick(stage)), stage.lab_pid
        yield checked
        checked.result()

    async def _check(self, stage: Stage, picked: list[tuple[str, SignalKey, float, float, str]]) -> None:
        await stage.session.runtime.in_thread(self._check_all, stage, picked)

    def _check_all(self, stage: Stage, picked: list[tuple[str, SignalKey, float, float, str]]) -> None:
        history = stage.session.history
        assert history is not None
        for estate, key, at_s, value, query in picked:
            times, values = history.read(estate, key, int(at_s), int(at_s))
            if not times:
                # While a gap is filled, what a range query told of the same step may have come before the reading.
                if not history.read(estate, key, at_s - STEP_S, at_s + STEP_S)[0]:
                    self.unrecorded.append(f"{key} at {at_s}")
                continue
            found = [one for when_s in _moments(at_s) for one in _asked(stage.lab, query, when_s)]
            if any(_close(values[0], one) for one in found):
                self.agreed += 1
            else:
                near = sorted(found, key=lambda one: abs(one - values[0]))[:5]
                self.differed.append(f"{key} at {at_s}: {values[0]} (seen {value}), Prometheus: {near}")


async def _told(stage: Stage) -> Facts:
    return await stage.session.runtime.in_thread(told_by_cluster, stage.lab)


def _pick(stage: Stage) -> Iterator[tuple[str, SignalKey, float, float, str]]:
    """Return readings of which the history gets points."""
    session = stage.session
    recorded = set(session.store.series.keys())
    state = session.store.state
    assert state.estate is not None
    all_of = [
        (state.estate.name, key, one.at_s, one.value, one.query)
        for readings in state.readings.values()
        for key, one in readings.values.items()
        if key in recorded and one.query
    ]
    yield from random.sample(all_of, min(PICKED, len(all_of)))


def _moments(at_s: float) -> tuple[float, ...]:
    """Return when the history's point of a second may be from: its reading, or the range query of a step there."""
    second = int(at_s)
    return (at_s,) if second % STEP_S else (at_s, float(second))


def _asked(lab: RunningLab, query: str, at_s: float) -> list[float]:
    assert lab.prometheus_token_file is not None
    asked = urllib.parse.urlencode({"query": query, "time": f"{at_s:.3f}"})
    answer = _get(f"{lab.prometheus_url}/api/v1/query?{asked}", lab.prometheus_token_file.read_text())
    return [float(one["value"][1]) for one in answer["data"]["result"]]


def _close(left: float, right: float) -> bool:
    return abs(left - right) <= _TOLERANCE * max(1.0, abs(left), abs(right))
