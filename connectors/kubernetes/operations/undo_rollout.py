"""Going back to an earlier revision: the pod template of its ReplicaSet, as kubectl and the plug-in of Argo do it."""

from dataclasses import dataclass, replace
from typing import Any

from connectors.kubernetes.operations.borrowed_template import refuse_borrowed
from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.operations.json_pointer import escaped, value_at
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.operations.object_kind import beside
from connectors.kubernetes.operations.object_performer import ObjectPerformer
from connectors.kubernetes.operations.paused_workload import refuse_paused
from connectors.kubernetes.operations.workload_progress import observed, progress
from connectors.kubernetes.rows.meta import whole
from console.domain.change_preview import Truth, Verification
from console.domain.operations.undo_rollout import UndoRollout
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_TEMPLATE = "/spec/template"


@dataclass(frozen=True, slots=True)
class _Words:
    """How a kind of controller marks revisions on its ReplicaSets."""

    revision: str
    history: str
    label: str


_WORDS = {
    "Deployment": _Words(
        "deployment.kubernetes.io/revision", "deployment.kubernetes.io/revision-history", "pod-template-hash"
    ),
    "Rollout": _Words(
        "rollout.argoproj.io/revision", "rollout.argoproj.io/revision-history", "rollouts-pod-template-hash"
    ),
}


class UndoPerformer(ObjectPerformer[UndoRollout]):
    """A revision that was gone back to gets a new number; its ReplicaSet remembers the old one."""

    async def draft(self, operation: UndoRollout, content: Content) -> Draft:
        """Return the patch of the template."""
        refuse_paused(content)
        refuse_borrowed(content)
        words = _WORDS[operation.kind]
        found = await self._revision(operation, content, words)
        if found is None:
            raise ChangeRefused(
                t("{target} has no revision {revision}.", target=str(operation.target), revision=operation.revision),
                t("Choose one whose ReplicaSet is still kept (revisionHistoryLimit)."),
            )
        wanted = _template(found, words)
        now = whole(_note(content, words.revision))
        inverse = replace(operation, revision=now) if now else None
        if wanted == _undated(value_at(content, _TEMPLATE)):
            return Draft((), (_TEMPLATE,), inverse)
        edit = Edit([{"op": "replace", "path": _TEMPLATE, "value": wanted}], (_TEMPLATE,))
        return Draft((edit,), (_TEMPLATE,), inverse)

    async def judge(self, operation: UndoRollout, content: Content) -> Verification:
        """Return whether the template is the older one, and the controller has taken it up."""
        target = str(operation.target)
        words = _WORDS[operation.kind]
        found = await self._revision(operation, content, words)
        if found is None or _template(found, words) != _undated(value_at(content, _TEMPLATE)):
            words_now = t("{target} does not have the template of that revision.", target=target)
            return Verification(Truth.DIFFERENT, words_now)
        if operation.kind == "Deployment":
            return progress(content, target)
        phase = str(value_at(content, "/status/phase") or "–")
        truth = Truth.REACHED if observed(content) else Truth.PENDING
        return Verification(truth, t("{target} has the older template: {phase}.", target=target, phase=phase))

    async def _revision(self, operation: UndoRollout, content: Content, words: _Words) -> Content | None:
        labels = value_at(content, "/spec/selector/matchLabels") or {}
        selector = ",".join(f"{name}={value}" for name, value in labels.items())
        uid = value_at(content, "/metadata/uid")
        sets = [
            one for one in await self.editor.listed(beside(operation, "ReplicaSet"), selector) if _owner(one) == uid
        ]
        wanted = str(operation.revision)
        now = [one for one in sets if _note(one, words.revision) == wanted]
        before = [one for one in sets if wanted in _note(one, words.history).split(",")]
        return next(iter([*now, *before]), None)


def _note(content: Content, name: str) -> str:
    return str(value_at(content, f"/metadata/annotations/{escaped(name)}") or "")


def _owner(content: Content) -> Any:
    owners = value_at(content, "/metadata/ownerReferences") or ()
    return next((one.get("uid") for one in owners if one.get("controller")), None)


def _template(replica_set: Content, words: _Words) -> Any:
    """Return the template without the label that tells revisions apart."""
    template = _undated(value_at(replica_set, _TEMPLATE))
    labels = template["metadata"].get("labels") or {}
    kept = {name: one for name, one in labels.items() if name != words.label}
    return {**template, "metadata": {**template["metadata"], "labels": kept}}


def _undated(template: Any) -> dict[str, Any]:
    """Return a template without ``creationTimestamp: null``, which API servers before 1.34 write into each."""
    template = template or {}
    metadata = {name: one for name, one in (template.get("metadata") or {}).items() if name != "creationTimestamp"}
    return {**template, "metadata": metadata}
