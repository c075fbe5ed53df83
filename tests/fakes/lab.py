"""One running lab for all tests of a session: the real one, in its own process, with the real Prometheus.

``lab`` is shared, so a test leaves it as it found it: it stops the scenarios that it starts and undoes its patches.
Written history is cached below ``build/``, so that only the first session ever waits for it.
"""

import json
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from console.domain.lab_scenario import LabScenario
from console.kernel.runtime import Runtime
from console.lab.process.program import PROMETHEUS
from console.lab.runner.running_lab import RunningLab
from console.services.lab_process import LabProcess
from console.services.lab_start import LabStart
from tests.fakes.waiting import wait_until

SEED = 7
HISTORY_DAYS = 8.0
WAIT_S = 60.0
HOUR_S = 3_600.0


@dataclass(frozen=True, slots=True)
class LabForTests:
    """A running lab and what tests do with it; everything blocks, so never call it from the runtime's loop."""

    at: RunningLab
    process: LabProcess
    runtime: Runtime

    def scenarios(self) -> dict[str, LabScenario]:
        """All scenarios by id."""
        return {one.id: one for one in self.runtime.run(self.process.scenarios(), WAIT_S)}

    def start_scenario(self, scenario: str) -> None:
        """Inject a fault."""
        self.runtime.run(self.process.start_scenario(scenario), WAIT_S)

    def stop_scenario(self, scenario: str) -> None:
        """Take a fault back."""
        self.runtime.run(self.process.stop_scenario(scenario), WAIT_S)

    def get(self, url: str, token_file: Path, **headers: str) -> bytes:
        """GET with the token of a file; raises ``urllib.error.URLError``."""
        bearer = {"Authorization": f"Bearer {token_file.read_text()}"}
        request = urllib.request.Request(url, headers=bearer | headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return bytes(answer.read())

    def query(self, promql: str, at_s: float | None = None) -> list[dict[str, Any]]:
        """The result of an instant query: ``{"metric": labels, "value": [unix seconds, text]}`` each."""
        assert self.at.prometheus_token_file is not None
        asked = {"query": promql} | ({"time": f"{at_s:.3f}"} if at_s is not None else {})
        url = f"{self.at.prometheus_url}/api/v1/query?{urllib.parse.urlencode(asked)}"
        return list(json.loads(self.get(url, self.at.prometheus_token_file))["data"]["result"])

    def wait_for_scrape(self) -> None:
        """Return when Prometheus has scraped the lab once."""
        wait_until(lambda: self.query('up{job="lab"} == 1'), 30, "the first scrape")

    def wait_for_history(self) -> None:
        """Return when all history is written; Prometheus sees its older part within a minute of that."""
        wait_until(lambda: self.process.progress >= 1.0, 120, "the history")

    def wait_for_hours(self, series: str, from_s: float) -> None:
        """Return when Prometheus answers with ``series`` at each full hour since ``from_s`` (unix seconds)."""
        self.wait_for_history()
        hours = int((time.time() - from_s) // HOUR_S)
        asked = f"count_over_time((count({series}))[{hours * 3_600 - 1}s:1h])"
        until_s = from_s + hours * HOUR_S

        def is_told() -> bool:
            return [int(one["value"][1]) for one in self.query(asked, until_s)] == [hours]

        wait_until(lambda: hours == 0 or is_told(), 120, f"{hours} hours of {series}")


def lab_start(folder: Path, root: Path) -> LabStart:
    """A lab of the default cells below ``folder`` whose history is cached in the repository's build folder."""
    cache = root / "build" / "lab-cache"
    return replace(LabStart(folder / "lab", cache), seed=SEED, history_days=HISTORY_DAYS)


def running_lab(start: LabStart) -> Iterator[LabForTests]:
    """Start a lab, hand it out, stop it."""
    runtime = Runtime()
    process = LabProcess(start)
    try:
        at = runtime.run(process.start(), WAIT_S)
        yield LabForTests(at, process, runtime)
    finally:
        runtime.run(process.stop(), WAIT_S)
        runtime.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory, root_dir: Path) -> Iterator[LabForTests]:
    """The session's lab: default cells, seed 7, eight days of history (where Prometheus is installed)."""
    yield from running_lab(lab_start(tmp_path_factory.mktemp("lab"), root_dir))


@pytest.fixture(scope="session")
def needs_prometheus() -> None:
    """Skip where the real Prometheus is not installed."""
    if PROMETHEUS.find() is None:
        pytest.skip("the prometheus program is not installed (apt-get install prometheus)")


@pytest.fixture(scope="session")
def measured_lab(lab: LabForTests, needs_prometheus: None) -> LabForTests:
    """The session's lab once its Prometheus has scraped it and its history is written."""
    lab.wait_for_scrape()
    lab.wait_for_history()
    return lab
