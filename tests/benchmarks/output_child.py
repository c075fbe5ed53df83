"""A step that writes lines at a rate, carried out by the real engine, and the view that follows it: Qt's gaps."""

import json
import os
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPlainTextEdit

from tests.fakes.runbook_console import RunbookConsole
from views.app import make_application
from views.memory import Memory
from views.runbooks.step_output_view import StepOutputView
from views.theme.theme import Theme

TEXT = """---
id: pour
title: Pour
---
# Pour

## Steps

```sh {{"name":"pour","timeout":"10m"}}
i=0
while [ $i -lt {rounds} ]; do
  seq -f '%012.0f a line of output as services write them' 1 {each}
  i=$((i+1)); sleep 0.1
done
```
"""
TICK_MS = 4


def measure(rate: int, seconds: float) -> dict[str, float]:
    """Return the gaps between ticks of the GUI thread, what memory grew by, and how many lines a second were shown."""
    application = make_application()
    context = SimpleNamespace(theme=Theme(application), memory=Memory())
    view = StepOutputView(context)  # type: ignore[arg-type]
    view.resize(1000, 500)
    view.show()
    with tempfile.TemporaryDirectory() as folder:
        console = RunbookConsole(Path(folder))
        run = console.start(TEXT.format(rounds=round(seconds * 10), each=rate // 10))
        console.run(console.command.auto(run.id))
        ticks: list[float] = []
        ticker = QTimer()
        ticker.setInterval(TICK_MS)
        ticker.timeout.connect(lambda: ticks.append(time.perf_counter()))
        driven = console.desk.drive(run.id)
        while (output := console.desk.output(run.id, 0)) is None:
            time.sleep(0.01)
        begun, memory = time.perf_counter(), psutil.Process().memory_info().rss
        view.follow(output)
        view.setCurrentIndex(1)
        ticker.start()
        watch = QTimer()
        watch.timeout.connect(lambda: application.quit() if driven.done() else None)
        watch.start(100)
        application.exec()
        took = time.perf_counter() - begun
        view.fetch()
        lines = output.lines
        console.close()
    gaps = sorted(later - sooner for sooner, later in pairwise(ticks))
    return {
        "gap_p99_ms": gaps[round(len(gaps) * 0.99)] * 1000,
        "gap_worst_ms": gaps[-1] * 1000,
        "grown_mb": (psutil.Process().memory_info().rss - memory) / 2**20,
        "lines_per_s": lines / took,
        "kept": float(max(one.blockCount() for one in view.findChildren(QPlainTextEdit))),
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), float(sys.argv[2]))))
