"""A real Alertmanager on loopback, for tests."""

import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.real_prometheus import free_port
from tests.fakes.waiting import wait_until

_CONFIG = """
route: {receiver: team, group_by: [alertname], group_wait: 100ms, group_interval: 1s}
receivers: [{name: team}, {name: pager}]
inhibit_rules: [{source_matchers: [alertname="RegionDown"], target_matchers: [severity="warning"], equal: [region]}]
"""


class RealAlertmanager:
    """The Debian package's binary; ``fire`` posts alerts as Prometheus does, ``ask`` speaks past the connector."""

    def __init__(self, folder: Path) -> None:
        binary = shutil.which("prometheus-alertmanager") or shutil.which("alertmanager")
        if binary is None:
            pytest.skip("needs alertmanager: apt-get install prometheus-alertmanager")
        self.url = f"http://127.0.0.1:{free_port()}"
        (folder / "alertmanager.yml").write_text(_CONFIG)
        self._process: subprocess.Popen[bytes] | None = None
        self._command = [
            binary,
            f"--config.file={folder / 'alertmanager.yml'}",
            f"--storage.path={folder / 'data'}",
            f"--web.listen-address={self.url.removeprefix('http://')}",
            "--cluster.listen-address=",
            "--log.level=error",
        ]

    def start(self) -> None:
        """Start and wait until it answers."""
        self._process = subprocess.Popen(self._command)
        wait_until(self._is_ready, 20, "alertmanager is ready")

    def _is_ready(self) -> bool:
        try:
            self.ask("GET", "/api/v2/status")
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """Stop and wait."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Return the decoded answer."""
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"{self.url}{path}", data, {"content-type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def fire(self, *several: Mapping[str, str], **annotations: str) -> None:
        """Let alerts with these labels fire for an hour."""
        starts, ends = (datetime.fromtimestamp(time.time() + later, UTC).isoformat() for later in (-90, 3600))
        self.ask(
            "POST",
            "/api/v2/alerts",
            [
                {"labels": dict(labels), "annotations": annotations, "startsAt": starts, "endsAt": ends}
                for labels in several
            ],
        )

    def end(self, *several: Mapping[str, str]) -> None:
        """Let alerts with these labels be over."""
        past = [datetime.fromtimestamp(time.time() - ago, UTC).isoformat() for ago in (90, 1)]
        self.ask(
            "POST",
            "/api/v2/alerts",
            [{"labels": dict(labels), "startsAt": past[0], "endsAt": past[1]} for labels in several],
        )

    def mute(self, name: str, value: str) -> None:
        """Silence the alerts with a label for an hour."""
        starts, ends = (datetime.fromtimestamp(time.time() + later, UTC).isoformat() for later in (0, 3600))
        matcher = {"name": name, "value": value, "isRegex": False, "isEqual": True}
        self.ask(
            "POST",
            "/api/v2/silences",
            {"matchers": [matcher], "startsAt": starts, "endsAt": ends, "createdBy": "test", "comment": "test"},
        )

    def silences(self) -> list[tuple[str, ...]]:
        """The conditions of the silences that have not ended."""
        return sorted(
            tuple(sorted(f"{one['name']}={one['value']}" for one in silence["matchers"]))
            for silence in self.ask("GET", "/api/v2/silences")
            if silence["status"]["state"] != "expired"
        )

    def end_silences(self) -> None:
        """Expire every silence."""
        for silence in self.ask("GET", "/api/v2/silences"):
            if silence["status"]["state"] != "expired":
                self.ask("DELETE", f"/api/v2/silence/{silence['id']}")


@contextmanager
def real_alertmanager(folder: Path) -> Iterator[RealAlertmanager]:
    """Run an Alertmanager for the time of a ``with`` block."""
    server = RealAlertmanager(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
