"""What a Rollout wants next: the steps of its canary, as Argo's controller takes them."""

import math
import re
from dataclasses import dataclass, field

from console.lab.objects.common import JsonObject
from console.lab.objects.lenient import rows, section
from console.lab.objects.world_clock import seconds_of

ABORT_DELAY_S = 30.0
"""How long the pods of an aborted canary stay (the controller's default with a traffic router)."""
_ALL = 100
_DIGITS = 20
_PART = re.compile(r"(\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})(h|ms|m|s|us|ns)", re.ASCII)
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}


@dataclass(slots=True)
class CanaryPlan:
    """Where a Rollout stands, read from its object; the controller moves it on and writes it back.

    `pauses` are the pause conditions, `held` says that the controller itself has set one.
    """

    steps: list[JsonObject]
    current: str
    stable: str
    index: int
    paused: bool
    held: bool
    aborted: bool
    full: bool
    pauses: list[JsonObject] = field(default_factory=list)
    aborted_s: float | None = None
    message: str = ""

    @staticmethod
    def of(content: JsonObject, pod_hash: str, seen_index: int | None) -> "CanaryPlan":
        """Read an object whose template has a hash; `seen_index` is the step that the controller wrote last."""
        spec, status = section(content, "spec"), section(content, "status")
        steps = rows(spec, "strategy", "canary", "steps")
        stable = str(status.get("stableRS") or pod_hash)
        plan = CanaryPlan(
            steps,
            pod_hash,
            stable,
            index=_whole(status.get("currentStepIndex"), len(steps)),
            paused=spec.get("paused") is True,
            held=status.get("controllerPause") is True,
            aborted=status.get("abort") is True,
            full=status.get("promoteFull") is True,
            pauses=rows(status, "pauseConditions"),
            aborted_s=seconds_of(status.get("abortedAt")),
            message=str(status.get("message") or "") if status.get("abortedAt") else "",
        )
        if status.get("currentPodHash") not in (None, pod_hash):
            plan.begin()
        elif seen_index is not None and plan.index != seen_index:
            plan.pauses, plan.held = [], False  # somebody has set the step by hand
        return plan

    @property
    def arrived(self) -> bool:
        """Whether everybody gets the revision of the template."""
        return self.current == self.stable

    @property
    def wanted_weight(self) -> int:
        """Percent of the requests that the newer revision should get now."""
        if self.arrived or self.aborted:
            return 0
        if self.full or self.index >= len(self.steps):
            return _ALL
        passed = [_whole(step["setWeight"], 0) for step in self.steps[: self.index + 1] if "setWeight" in step]
        return min(_ALL, max(0, passed[-1])) if passed else 0

    def begin(self) -> None:
        """Start from the first step with another template; one that is the stable one is there at once."""
        self.index = len(self.steps) if self.arrived else 0
        self.pauses, self.held, self.aborted, self.full = [], False, False, False
        self.aborted_s, self.message = None, ""

    def abort(self, now_s: float, why: str) -> None:
        """Give everybody the stable revision again."""
        self.aborted, self.full, self.held = True, False, False
        self.index, self.pauses, self.message = 0, [], why
        if self.aborted_s is None:
            self.aborted_s = now_s

    def finish(self) -> None:
        """Make the newer revision the stable one."""
        self.stable, self.full = self.current, False
        self.index, self.pauses, self.held = len(self.steps), [], False

    def step_pause(self, now_text: str, waited_s: float | None) -> bool:
        """Do the pause step that it stands at; whether it is over. `waited_s` is how long it has lasted."""
        if self.held and not self.pauses:
            self.held = False  # somebody has taken the condition away: promoted
            return True
        if not self.pauses:
            self.pauses, self.held = [{"reason": "CanaryPauseStep", "startTime": now_text}], True
            return False
        lasts_s = duration_of(section(self.steps[self.index], "pause").get("duration"))
        if lasts_s is None or waited_s is None or waited_s < lasts_s:
            return False
        self.pauses, self.held = [], False
        return True


def pods_for(replicas: int, weight: int) -> int:
    """Pods that a share of the requests needs."""
    return math.ceil(replicas * weight / _ALL)


def duration_of(value: object) -> float | None:
    """Seconds of a pause, None for one without an end: a number of seconds, or a duration as Go writes it (1h30m)."""
    text = str(value) if isinstance(value, int | str) else ""
    if text.isascii() and text.isdigit():
        return float(text[:_DIGITS])
    found = _PART.findall(text)
    if not found or "".join(number + unit for number, unit in found) != text:
        return None
    return sum(float(number) * _SECONDS[unit] for number, unit in found)


def _whole(value: object, usual: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else usual
