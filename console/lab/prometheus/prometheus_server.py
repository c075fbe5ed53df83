"""The lab's Prometheus: live scrapes on top of the back-filled history."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from console.kernel.paths import private_folder, write_private
from console.lab.loopback.reverse_proxy import ReverseProxy
from console.lab.process.web_child import USER, WebChild
from console.lab.prometheus.prometheus_config import AlertTarget, ScrapeTarget, prometheus_config

RETENTION = "120d"
# The history has a sample every five minutes: with Prometheus' default of 5 min an instant query would miss some.
LOOKBACK = "11m"


class PrometheusServer:
    """Runs ``program`` in ``folder``; ``proxy`` forwards to it wherever it listens."""

    def __init__(self, program: str, folder: Path) -> None:
        self._child = WebChild("Prometheus", folder, self._command)
        self.proxy = ReverseProxy("Prometheus", USER, self._child.password)
        self._program = program
        self._folder = folder
        self._config = folder / "prometheus.yml"

    @property
    def blocks(self) -> Path:
        """Return the folder whose sub-folders are its blocks."""
        return self._folder / "blocks"

    @property
    def running(self) -> bool:
        """Return whether the process lives."""
        return self._child.running

    @property
    def pid(self) -> int | None:
        """Return the process id while it runs."""
        return self._child.pid

    def configure(self, scrape: ScrapeTarget, alerts: AlertTarget | None) -> None:
        """Write its configuration; read at the next start."""
        private_folder(self.blocks)
        rules = self._folder / "alert_rules.yml"
        write_private(rules, files("resources").joinpath("lab", "alert_rules.yml").read_text(encoding="utf-8"))
        write_private(self._config, prometheus_config(scrape, rules, alerts))

    async def start(self) -> None:
        """Start and wait until it answers; raise ``ConsoleError`` when it does not."""
        if self.running:
            return
        await self._child.start()
        self.proxy.connect(self._child.port)

    async def stop(self) -> None:
        """End the process; its proxy waits from now on."""
        self.proxy.disconnect()
        await self._child.stop()

    async def restart(self) -> None:
        """Stop and start, which makes it see new blocks at once instead of within a minute."""
        await self.stop()
        await self.start()

    def _command(self, listen: str, web_file: Path) -> Sequence[str]:
        return (
            self._program,
            f"--config.file={self._config}",
            f"--web.config.file={web_file}",
            f"--web.listen-address={listen}",
            f"--storage.tsdb.path={self.blocks}",
            f"--storage.tsdb.retention.time={RETENTION}",
            "--storage.tsdb.wal-compression",
            f"--query.lookback-delta={LOOKBACK}",
            "--log.level=warn",
        )
