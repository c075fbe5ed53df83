"""Building a Kubernetes connector on a server of the test."""

import json
from pathlib import Path
from typing import Any

from connectors.kubernetes import build
from connectors.kubernetes.connector import KubernetesConnector
from connectors.registry import BuildContext
from console.estate.schema.connection import Cluster
from console.kernel.clock import SystemClock
from console.kernel.runtime import Runtime
from console.kernel.secret import Secret

TOKEN = "s3cr3t-canary-token"


class FilesOnly:
    """No secrets but those in files."""

    def resolve(self, reference: str) -> Any:
        assert reference.startswith("file:"), reference
        return Secret(Path(reference.removeprefix("file:")).read_text())

    def store(self, *_given: Any) -> Any:
        raise AssertionError

    remove = names = store


def kubeconfig(url: str, *, cluster: dict[str, Any] | None = None, user: dict[str, Any] | None = None) -> str:
    """Return a kubeconfig with the context ``lab``."""
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "lab",
            "clusters": [{"name": "lab", "cluster": {"server": url, **(cluster or {})}}],
            "users": [{"name": "me", "user": {"token": TOKEN} if user is None else user}],
            "contexts": [{"name": "lab", "context": {"cluster": "lab", "user": "me"}}],
        }
    )


def connector(runtime: Runtime, folder: Path, text: str, **options: Any) -> KubernetesConnector:
    """Return a connector whose kubeconfig has the given text."""
    (folder / "config").write_text(text)
    context = BuildContext(runtime, FilesOnly(), SystemClock(), folder)
    built = build(Cluster(key="lab", kubeconfig="config", **options), context)
    assert isinstance(built, KubernetesConnector)
    return built
