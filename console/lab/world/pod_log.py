"""Log lines of pods: deterministic, as services of this kind write them."""

import json

from console.lab.objects.world_clock import stamp
from console.lab.simulator.noise import stream_key, uniform

LINE_EVERY_S = 2.0
MOST_LINES = 2_000
_ROUTES = ("/", "/issue/latest", "/article/42", "/subscribe", "/account", "/api/feed", "/api/recommend", "/healthz")
_HTTP_SERVICES = frozenset(("web", "bff", "personalize", "llm-serving"))
_STORE_LINES = {
    "postgres": "LOG:  checkpoint complete: wrote {n} buffers; write={f:.3f} s, sync=0.004 s",
    "redis": "1:M * {n} changes in 60 seconds. Saving... Background saving terminated with success",
    "kafka": "[GroupCoordinator 1]: Stabilized group newsletter-delivery generation {n} with members",
}
_SYSTEM_LINE = 'level=info msg="reconciled" objects={n} duration={f:.3f}s'


def pod_log(
    seed: int, service: str, pod: str, started_s: float, now_s: float, failed_ratio: float
) -> list[tuple[float, str]]:
    """The last lines of a pod's log with their times (real unix seconds), oldest first.

    `failed_ratio` is the share of failed requests by which error lines appear.
    """
    key = stream_key(seed, f"log/{pod}")
    last = int(now_s // LINE_EVERY_S)
    first = max(int(started_s // LINE_EVERY_S) + 1, last - MOST_LINES)
    lines = [(started_s, _text_start(service, pod))] if first <= int(started_s // LINE_EVERY_S) + 1 else []
    for index in range(first, last + 1):
        at_s = (index + uniform(key, 4 * index)) * LINE_EVERY_S
        if started_s < at_s <= now_s:
            lines.append((at_s, _line(service, key, index, at_s, failed_ratio)))
    return lines


def _text_start(service: str, pod: str) -> str:
    return json.dumps({"level": "info", "msg": f"{service} started", "pod": pod, "version": "lab"})


def _line(service: str, key: int, index: int, at_s: float, failed_ratio: float) -> str:
    pick, size, luck = (uniform(key, 4 * index + offset) for offset in (1, 2, 3))
    if service in _STORE_LINES:
        return _STORE_LINES[service].format(n=int(size * 4000), f=size)
    failed = luck < failed_ratio
    line: dict[str, object] = {"ts": stamp(at_s), "level": "error" if failed else "info"}
    if service == "delivery":
        line.update(msg=f"newsletter {'failed' if failed else 'delivered'}", batch=int(size * 500))
        return json.dumps(line)
    if service in _HTTP_SERVICES:
        line.update(
            route=_ROUTES[int(pick * len(_ROUTES))], status=500 if failed else 200, ms=round(20 + size * 180, 1)
        )
        if failed:
            line["error"] = "upstream timed out"
        return json.dumps(line)
    return _SYSTEM_LINE.format(n=1 + int(size * 60), f=pick / 4)
