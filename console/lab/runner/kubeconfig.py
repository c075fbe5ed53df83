"""The lab's kubeconfig: one cluster, the administrator and a viewer who may read two cells only."""

import base64
from collections.abc import Mapping

import yaml

CLUSTER = "lab"
ADMIN_CONTEXT = "lab"
VIEWER_CONTEXT = "viewer"


def kubeconfig(server: str, authority_pem: str, tokens: Mapping[str, str]) -> str:
    """Return the YAML text; ``tokens`` maps context names to bearer tokens, the first one is current."""
    authority = base64.b64encode(authority_pem.encode()).decode()
    content = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": CLUSTER, "cluster": {"server": server, "certificate-authority-data": authority}}],
        "users": [{"name": f"lab-{name}", "user": {"token": token}} for name, token in tokens.items()],
        "contexts": [
            {"name": name, "context": {"cluster": CLUSTER, "user": f"lab-{name}", "namespace": "default"}}
            for name in tokens
        ],
        "current-context": next(iter(tokens)),
    }
    return yaml.safe_dump(content, sort_keys=False)
