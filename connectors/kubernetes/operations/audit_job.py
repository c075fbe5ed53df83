"""The Indexed Job of a batch of audits: one object that holds its shards, so that nothing of it is half there."""

from typing import Any

from connectors.kubernetes.operations.object_editor import Content
from console.domain.audit.audit_batch import token_variable
from console.domain.operations.start_audit_batch import StartAuditBatch

BATCH_LABEL = "audit-batch"
SHARDS = "cell-console/shards"
"""The annotation of its pods that holds the shards, as they were packed."""
_FOR_EVER = 42
_POD_S = 1200
_RETRIES = 2
_KEPT_S = 24 * 3600
_RUNNER = "console-audit"
_RESULTS_TOKEN = "CONSOLE_AUDIT_RESULTS_TOKEN"  # noqa: S105 - the name of a variable
_USER = 65532


def audit_job(operation: StartAuditBatch) -> Content:
    """Return the Job: what never works fails at once, an eviction does not count, all else is tried three times."""
    labels = {
        "app.kubernetes.io/name": _RUNNER,
        "app.kubernetes.io/managed-by": "cell-console",
        BATCH_LABEL: operation.name,
    }
    notes = {SHARDS: operation.pack}
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": operation.name, "namespace": operation.namespace, "labels": labels},
        "spec": {
            "completionMode": "Indexed",
            "completions": operation.count,
            "parallelism": min(operation.parallel, operation.count),
            "backoffLimitPerIndex": _RETRIES,
            "maxFailedIndexes": operation.count,
            "podReplacementPolicy": "Failed",
            "podFailurePolicy": {"rules": _failure_rules()},
            "activeDeadlineSeconds": _POD_S * (1 + _RETRIES) * -(-operation.count // operation.parallel),
            "ttlSecondsAfterFinished": _KEPT_S,
            "template": {"metadata": {"labels": labels, "annotations": notes}, "spec": _pod(operation)},
        },
    }


def _failure_rules() -> list[dict[str, Any]]:
    codes = {"containerName": _RUNNER, "operator": "In", "values": [_FOR_EVER]}
    return [
        {"action": "FailIndex", "onExitCodes": codes},
        {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]},
    ]


def _pod(operation: StartAuditBatch) -> dict[str, Any]:
    shards = {"path": "shards", "fieldRef": {"fieldPath": f"metadata.annotations['{SHARDS}']"}}
    return {
        "restartPolicy": "Never",
        "activeDeadlineSeconds": _POD_S,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": _USER,
            "runAsGroup": _USER,
            "fsGroup": _USER,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containers": [_container(operation)],
        "volumes": [
            {"name": "batch", "downwardAPI": {"items": [shards]}},
            {"name": "work", "emptyDir": {"sizeLimit": "20Gi"}},
            {"name": "tmp", "emptyDir": {"sizeLimit": "2Gi"}},
        ],
    }


def _container(operation: StartAuditBatch) -> dict[str, Any]:
    return {
        "name": _RUNNER,
        "image": operation.image,
        "command": [_RUNNER, "shard"],
        "args": ["--shards", "/batch/shards", "--out", "/work/result.sarif.gz", "--cache", "/work/cache",
                 "--put", operation.results, "--put-token", f"env:{_RESULTS_TOKEN}"],
        "env": [
            {"name": "HOME", "value": "/work"},
            {"name": "CONSOLE_AUDIT_LAST_WORDS", "value": "/dev/termination-log"},
            _secret(operation, _RESULTS_TOKEN, "results", optional=False),
            *(_secret(operation, token_variable(one), one, optional=True) for one in operation.connections),
        ],
        "resources": {
            "requests": {"cpu": operation.cpu, "memory": "1Gi"},
            "limits": {"memory": operation.memory, "ephemeral-storage": "24Gi"},
        },
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [
            {"name": "batch", "mountPath": "/batch", "readOnly": True},
            {"name": "work", "mountPath": "/work"},
            {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108 - a folder of the pod
        ],
    }  # fmt: skip


def _secret(operation: StartAuditBatch, variable: str, key: str, *, optional: bool) -> dict[str, Any]:
    source = {"name": operation.secret, "key": key, "optional": optional}
    return {"name": variable, "valueFrom": {"secretKeyRef": source}}
