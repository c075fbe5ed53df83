"""The lab's Alertmanager: groups and silences the lab's alerts; it sends them nowhere."""

from collections.abc import Sequence
from pathlib import Path

import yaml

from console.kernel.paths import private_folder, write_private
from console.lab.loopback.loopback_site import LOOPBACK
from console.lab.loopback.reverse_proxy import ReverseProxy
from console.lab.process.web_child import USER, WebChild
from console.lab.prometheus.prometheus_config import AlertTarget

_CONFIG = {
    "route": {"receiver": "console", "group_by": ["alertname", "cell"], "group_wait": "1s", "group_interval": "5s"},
    "receivers": [{"name": "console"}],
}


class AlertmanagerServer:
    """Runs ``program`` in ``folder``; ``proxy`` forwards to it wherever it listens."""

    def __init__(self, program: str, folder: Path) -> None:
        self._child = WebChild("Alertmanager", folder, self._command)
        self.proxy = ReverseProxy("Alertmanager", USER, self._child.password)
        self._program = program
        self._folder = folder
        self._config = folder / "alertmanager.yml"

    @property
    def running(self) -> bool:
        """Return whether the process lives."""
        return self._child.running

    @property
    def target(self) -> AlertTarget:
        """Return where Prometheus sends its alerts, once started."""
        return AlertTarget(f"{LOOPBACK}:{self._child.port}", USER, self._child.password)

    async def start(self) -> None:
        """Start and wait until it answers; raise ``ConsoleError`` when it does not."""
        private_folder(self._folder / "data")
        write_private(self._config, yaml.safe_dump(_CONFIG))
        await self._child.start()
        self.proxy.connect(self._child.port)

    async def stop(self) -> None:
        """End the process. Safe when it does not run."""
        self.proxy.disconnect()
        await self._child.stop()

    def _command(self, listen: str, web_file: Path) -> Sequence[str]:
        return (
            self._program,
            f"--config.file={self._config}",
            f"--web.config.file={web_file}",
            f"--web.listen-address={listen}",
            f"--storage.path={self._folder / 'data'}",
            "--cluster.listen-address=",
            "--log.level=warn",
        )
