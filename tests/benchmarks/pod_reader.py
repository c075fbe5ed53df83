"""Child process of the Kubernetes benchmarks: list or watch pods and print what was measured, as JSON."""

import asyncio
import json
import resource
import sys
import threading
import time
from pathlib import Path
from typing import Any

from connectors.kubernetes import build
from connectors.registry import BuildContext
from console.domain.event import ObjectsChanged, ObjectsListed
from console.estate.schema.connection import Cluster
from console.kernel.clock import SystemClock
from console.kernel.runtime import Runtime

LIMIT_S = 120.0


def peak_mb() -> float:
    """Return the highest resident size of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def read(runtime: Runtime, kubeconfig: str, last_turn: int) -> dict[str, float]:
    """List all pods and then follow changes until one has the label ``turn`` of the last event (0: do not)."""
    began_s = time.perf_counter()
    seen = {"first_s": 0.0, "complete_s": 0.0, "rows": 0.0, "last_version": 0.0, "changes": 0.0}
    vault: Any = None
    built = build(Cluster(key="bench", kubeconfig=kubeconfig), BuildContext(runtime, vault, SystemClock(), Path("/")))
    source: Any = next(one for one in built.sources() if one.topic == "pods")
    stream = source.observe()
    async for event in stream:
        if isinstance(event, ObjectsListed):
            seen["first_s"] = seen["first_s"] or time.perf_counter() - began_s
            if event.complete:
                seen |= {"complete_s": time.perf_counter() - began_s, "rows": len(event.rows)}
        if isinstance(event, ObjectsChanged):
            seen["changes"] += len(event.rows)
            turns = (int(dict(row.labels).get("turn", 0)) for row in event.rows if not isinstance(row, str))
            seen["last_version"] = max(seen["last_version"], *turns)
        late = time.perf_counter() - began_s > LIMIT_S
        if seen["complete_s"] and (late or not last_turn or seen["last_version"] > last_turn):
            break
    await stream.aclose()
    await built.close()
    return seen


def main() -> None:
    """Run the reader on the I/O thread and measure how long the main thread is kept from running."""
    runtime = Runtime()
    done = threading.Event()
    gaps: list[float] = []
    future = runtime.submit(asyncio.wait_for(read(runtime, sys.argv[1], int(sys.argv[2])), 1.5 * LIMIT_S))
    future.add_done_callback(lambda _future: done.set())
    while not done.is_set():
        began_s = time.perf_counter()
        done.wait(0.001)
        gaps.append((time.perf_counter() - began_s - 0.001) * 1000)
    gaps.sort()
    result = future.result() | {
        "peak_mb": peak_mb(),
        "cpu_s": time.process_time(),
        "gap_p99_ms": gaps[int(len(gaps) * 0.99)],
        "gap_worst_ms": gaps[-1],
    }
    runtime.close()
    print(json.dumps(result))


if __name__ == "__main__":
    main()
