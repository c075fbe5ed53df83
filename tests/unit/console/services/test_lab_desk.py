"""The lab desk says how much history its lab gets, and how much of it is written (proves C7)."""

import sys
from pathlib import Path

import pytest

from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.services import lab_process
from console.services.lab_desk import LabDesk
from console.services.lab_start import LabStart
from tests.fakes.waiting import wait_until

_LAB = """
import json, sys
PLACES = {{name: "/lab" for name in ("folder", "estate_file", "kubeconfig", "metrics_token_file")}}
NONE = {{"prometheus_token_file": None, "alertmanager_token_file": None, "notices": []}}
URLS = {{"kubernetes_url": "https://k", "metrics_url": "http://m", "alertmanager_url": "http://a"}}
print(json.dumps({{"ready": {{**PLACES, **NONE, **URLS, "prometheus_url": {url!r}}}}}), flush=True)
print(json.dumps({{"progress": {{"fraction": 0.25, "text": "history"}}}}), flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(
    ("days", "url", "share"),
    [(14.0, "http://p", 0.25), (1.0, "http://p", 0.25), (0.0, "http://p", None), (14.0, "", None)],
)
def test_it_tells_the_days_that_were_asked_for_and_no_share_of_nothing(
    days: float, url: str, share: float | None, tmp_path: Path, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = (sys.executable, "-c", _LAB.format(url=url))
    monkeypatch.setattr(lab_process, "module_command", lambda *_: command)
    start = LabStart(tmp_path / "lab", tmp_path / "cache", history_days=days)
    desk, told = LabDesk(runtime, Paths.under(tmp_path), start), []
    desk.on_progress = lambda text, fraction: told.append((text, fraction))
    assert desk.history_share is None, "nothing is known of a lab that does not run"
    desk.start().result(20)
    wait_until(lambda: told)
    assert told == [(f"Writing {days:g} {'day' if days == 1 else 'days'} of history", 0.25)]
    assert desk.history_share == share
    desk.close()
