"""A real Prometheus on loopback, for tests."""

import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fakes.waiting import wait_until


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RealPrometheus:
    """The Debian package's binary with a remote-write receiver; ``stop`` and ``start`` keep port and data."""

    def __init__(self, folder: Path, config: str = "", web_config: str = "", flags: tuple[str, ...] = ()) -> None:
        binary = shutil.which("prometheus")
        if binary is None:
            pytest.skip("needs the prometheus binary: apt-get install prometheus")
        self.port = free_port()
        self.scheme = "https" if "tls_server_config" in web_config else "http"
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "prometheus.yml").write_text(config.replace("PORT", str(self.port)) or "global: {}\n")
        self._command = [
            binary,
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'data'}",
            f"--web.listen-address=127.0.0.1:{self.port}",
            "--web.enable-remote-write-receiver",
            "--log.level=error",
            *flags,
        ]
        if web_config:
            (folder / "web.yml").write_text(web_config)
            self._command.append(f"--web.config.file={folder / 'web.yml'}")

    @property
    def url(self) -> str:
        """The address, without a trailing slash."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and wait until it answers."""
        self._process = subprocess.Popen(self._command)
        wait_until(self._is_ready, 20, "prometheus is ready")

    def _is_ready(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError(f"prometheus ended with {self._process.returncode}")
        if self.scheme == "https":
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", self.port)) == 0
        try:
            with urllib.request.urlopen(f"{self.url}/-/ready", timeout=1) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as refusal:
            return refusal.code == 401
        except OSError:
            return False

    def stop(self) -> None:
        """Stop and wait."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None


@contextmanager
def real_prometheus(
    folder: Path, config: str = "", web_config: str = "", flags: tuple[str, ...] = ()
) -> Iterator[RealPrometheus]:
    """Run a Prometheus for the time of a ``with`` block; ``PORT`` in the configuration is its own port."""
    server = RealPrometheus(folder, config, web_config, flags)
    server.start()
    try:
        yield server
    finally:
        server.stop()
