"""A process with the lab's API server and many realistic pods; writes a kubeconfig, runs until its input ends."""

import asyncio
import base64
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import trustme

from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.server import KubernetesServer
from console.lab.servers.kubernetes.stored_object import decode_json, encode_json
from console.lab.servers.kubernetes.user import User
from tests.fakes.kube_setup import kubeconfig as kubeconfig_text

TOKEN = "benchmark-token"
PADDING = 12_000  # together with the rest about 14.7 KB of JSON, as the pods of the measured cluster


def realistic_pod() -> dict[str, Any]:
    """Return a pod with two containers, probes, environment and managed fields."""
    container = {
        "image": "registry.example/app:1.9.3",
        "args": ["--port=8080", "--log-level=info"],
        "env": [{"name": f"VARIABLE_{number}", "value": f"value of {number}"} for number in range(20)],
        "ports": [{"containerPort": 8080, "name": "http", "protocol": "TCP"}],
        "resources": {"requests": {"cpu": "250m", "memory": "512Mi"}, "limits": {"cpu": "1", "memory": "1Gi"}},
        "readinessProbe": {"httpGet": {"path": "/ready", "port": 8080}, "periodSeconds": 5},
        "volumeMounts": [{"name": "config", "mountPath": "/etc/app", "readOnly": True}],
    }
    state = {"running": {"startedAt": "2026-01-05T09:00:00Z"}}
    statuses = [
        {"name": name, "ready": True, "started": True, "restartCount": 0, "state": state, "image": "i", "imageID": "i"}
        for name in ("app", "istio-proxy")
    ]
    fields = {f"f:field-{number}": {"f:nested": {}, "f:other": {}} for number in range(PADDING // 45)}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "labels": {"app": "web", "app.kubernetes.io/name": "web", "cell": "tokyo", "team": "a", "tier": "b"},
            "annotations": {"checksum/config": "18e6bc61" * 8, "prometheus.io/scrape": "true"},
            "ownerReferences": [
                {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web-1", "uid": "1", "controller": True}
            ],
            "managedFields": [
                {
                    "manager": "kubelet",
                    "operation": "Update",
                    "apiVersion": "v1",
                    "fieldsType": "FieldsV1",
                    "fieldsV1": fields,
                }
            ],
        },
        "spec": {
            "nodeName": "node-1",
            "containers": [{"name": name, **container} for name in ("app", "istio-proxy")],
            "volumes": [{"name": "config", "configMap": {"name": "app"}}],
        },
        "status": {
            "phase": "Running",
            "conditions": [{"type": kind, "status": "True"} for kind in ("Initialized", "Ready", "PodScheduled")],
            "containerStatuses": statuses,
        },
    }


def many(pods: int) -> Iterator[dict[str, Any]]:
    """Yield pods spread over 20 namespaces."""
    template = encode_json(realistic_pod())
    for number in range(pods):
        pod = decode_json(template)
        pod["metadata"] |= {"name": f"web-{number:05d}", "namespace": f"cell-{number % 20:02d}"}
        yield pod


async def serve(pods: int, kubeconfig: Path) -> None:
    """Serve pods over TLS (kubectl sends no token without) until standard input is closed."""
    store = ObjectStore()
    store.load(many(pods))
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    server = KubernetesServer(store, {TOKEN: User("bench", ("system:masters",))}, ssl_context=tls)
    url = await server.start()
    cluster = {"server": url, "certificate-authority-data": base64.b64encode(authority.cert_pem.bytes()).decode()}
    text = kubeconfig_text(url, cluster=cluster, user={"token": TOKEN})
    await asyncio.to_thread(kubeconfig.write_text, text)
    print(url, flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await server.stop()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
