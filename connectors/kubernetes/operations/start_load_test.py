"""Letting a cluster run k6 once: a Job of which only data differs from one test to the next."""

from importlib import resources

from connectors.common.fault import HttpFault
from connectors.kubernetes.operations.object_editor import Content, ObjectEditor
from connectors.kubernetes.rights import Rights
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operations.start_load_test import StartLoadTest
from console.domain.resource import ResourceRef
from console.kernel.i18n import t

_NOT_FOUND = 404
_LATE_S = 120
_KEPT_S = 24 * 3600
_LABELS = {"app.kubernetes.io/name": "k6", "app.kubernetes.io/managed-by": "cell-console"}
# Fixed words: the shell only copies a variable into a file, nothing of the plan is part of the command.
_RUN = 'printf %s "$CELL_CONSOLE_SCRIPT" > /tmp/load_test.js && exec k6 run --quiet /tmp/load_test.js'
_COMMAND = ["/bin/sh", "-c", _RUN]


class LoadTestPerformer:
    """The Job is made or it is not: there is no earlier state that could be met again."""

    def __init__(self, editor: ObjectEditor, rights: Rights) -> None:
        self._editor = editor
        self._rights = rights

    async def preview(self, operation: StartLoadTest) -> Preview:
        """Let the server try to make the Job."""
        warnings = (t("It cannot be undone: the load is real. Users of the same services feel it."),)
        if await self._found(operation):
            return Preview("", (), None, satisfied=True, warnings=warnings)
        ref = _job(operation)
        await self._rights.demand("create", await self._editor.kind_of(ref), ref, "")
        await self._editor.create(ref, _body(operation), dry_run=True)
        limits = " · ".join(text for texts in operation.plan.thresholds().values() for text in texts)
        changes = (
            FieldChange(f"Job {operation.name}", t("absent"), t("made")),
            FieldChange("plan.json", t("absent"), operation.plan.to_json()),
            FieldChange(t("limits"), t("absent"), limits),
        )
        return Preview("", changes, None, dry_run=True, warnings=warnings)

    async def apply(self, operation: StartLoadTest, base: str) -> None:
        """Make the Job, unless it is there already."""
        if not await self._found(operation):
            await self._editor.create(_job(operation), _body(operation))

    async def verify(self, operation: StartLoadTest) -> Verification:
        """Read back whether the Job is there."""
        if not await self._found(operation):
            return Verification(Truth.DIFFERENT, t("There is no Job {name}.", name=operation.name))
        return Verification(Truth.REACHED, t("The Job {name} was made.", name=operation.name))

    async def _found(self, operation: StartLoadTest) -> bool:
        try:
            await self._editor.read(_job(operation))
        except HttpFault as fault:
            if fault.status != _NOT_FOUND:
                raise
            return False
        return True


def _job(operation: StartLoadTest) -> ResourceRef:
    return ResourceRef(operation.connection, "Job", operation.namespace, operation.name, "batch")


def _body(operation: StartLoadTest) -> Content:
    script = resources.files("resources").joinpath("k6", "load_test.js").read_text("utf-8")
    container = {
        "name": "k6",
        "image": operation.image,
        "command": _COMMAND,
        "env": [
            {"name": "CELL_CONSOLE_SCRIPT", "value": _literal(script)},
            {"name": "CELL_CONSOLE_PLAN", "value": _literal(operation.plan.to_json())},
        ],
        "resources": {"requests": {"cpu": "500m", "memory": "256Mi"}, "limits": {"memory": "512Mi"}},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "runAsNonRoot": True,
            "runAsUser": 12345,
            "capabilities": {"drop": ["ALL"]},
            "seccompProfile": {"type": "RuntimeDefault"},  # else namespaces that are "restricted" start no pod of it
        },
    }
    pod = {"restartPolicy": "Never", "automountServiceAccountToken": False, "containers": [container]}
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": operation.name, "namespace": operation.namespace, "labels": _LABELS},
        "spec": {
            "backoffLimit": 0,
            "activeDeadlineSeconds": operation.duration_s + _LATE_S,
            "ttlSecondsAfterFinished": _KEPT_S,
            "template": {"metadata": {"labels": _LABELS}, "spec": pod},
        },
    }


def _literal(text: str) -> str:
    """Return a text of which Kubernetes expands nothing: it reads ``$$`` as ``$``, and ``$(NAME)`` as a variable."""
    return text.replace("$", "$$")
