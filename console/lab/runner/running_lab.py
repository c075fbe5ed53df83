"""Where a running lab is reached."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class RunningLab:
    """Paths and loopback URLs; a URL is empty where that program is not installed.

    Tokens are never told, only the private files that hold them. ``notices`` are sentences for the user.
    """

    folder: Path
    estate_file: Path
    kubeconfig: Path
    kubernetes_url: str
    metrics_url: str
    metrics_token_file: Path
    prometheus_url: str = ""
    prometheus_token_file: Path | None = None
    alertmanager_url: str = ""
    alertmanager_token_file: Path | None = None
    seed: int = 0
    speed: float = 1.0
    notices: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return JSON values."""
        return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()}

    @staticmethod
    def from_json(content: Mapping[str, Any]) -> "RunningLab":
        """Return what ``to_json`` described; raises ``TypeError`` or ``KeyError`` for anything else."""
        values = dict(content)
        for name in ("folder", "estate_file", "kubeconfig", "metrics_token_file"):
            values[name] = Path(values[name])
        for name in ("prometheus_token_file", "alertmanager_token_file"):
            values[name] = Path(values[name]) if values[name] else None
        return RunningLab(**(values | {"notices": tuple(values["notices"])}))
