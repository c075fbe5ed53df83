"""Deletion: preconditions, dry run, propagation and what waits for finalizers."""

from typing import Any, NamedTuple

from console.lab.servers.kubernetes.api_error import Cause, bad_request, invalid_named, precondition_failed
from console.lab.servers.kubernetes.api_request import ApiRequest
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.protobuf_body import PROTOBUF_MEDIA
from console.lab.servers.kubernetes.request_body import media_type_of, read_json_or_yaml, read_protobuf
from console.lab.servers.kubernetes.stored_object import JsonObject, StoredObject
from console.lab.servers.kubernetes.write_options import unsupported

_FOREGROUND = "foregroundDeletion"
_ORPHAN = "orphan"
_POLICIES = ("Foreground", "Background", "Orphan")


class DeleteOptions(NamedTuple):
    """`propagation` is Foreground, Background or Orphan; `grace_s` None means the object's own."""

    dry_run: bool = False
    propagation: str = "Background"
    uid: str = ""
    version: str = ""
    grace_s: int | None = None


def parse_delete_options(request: ApiRequest) -> DeleteOptions:
    """Options from the body, overridden by the query.

    Raises:
        ApiError: 400 or 422, they make no sense.
    """
    found: Any = {}
    if media_type_of(request) == PROTOBUF_MEDIA:
        found = read_protobuf(request.body)
    elif request.body.strip():
        found = read_json_or_yaml(request.body)
    body = found if isinstance(found, dict) else {}
    given = body.get("preconditions")
    conditions = given if isinstance(given, dict) else {}
    query = request.query
    grace = query.get("gracePeriodSeconds") or body.get("gracePeriodSeconds")
    orphan = body.get("orphanDependents") or query.get("orphanDependents") == "true"
    default = "Orphan" if orphan else "Background"
    propagation = query.get("propagationPolicy") or body.get("propagationPolicy") or default
    asked = query.get("dryRun") or body.get("dryRun") or []
    dry_run = asked if isinstance(asked, list) else [asked]
    _check_options(dry_run, propagation)
    return DeleteOptions(
        dry_run=bool(dry_run),
        propagation=propagation,
        uid=conditions.get("uid") or "",
        version=conditions.get("resourceVersion") or "",
        grace_s=None if grace is None else _seconds(grace),
    )


def _check_options(dry_run: list[Any], propagation: Any) -> None:
    """Refuse what the real server does not know: what was to be tried only must not be done."""
    causes = []
    if propagation not in _POLICIES:
        causes.append(Cause("FieldValueNotSupported", unsupported(str(propagation), *_POLICIES), "propagationPolicy"))
    if any(one != "All" for one in dry_run):
        causes.append(Cause("FieldValueNotSupported", unsupported(str(dry_run[0]), "All"), "dryRun"))
    if causes:
        raise invalid_named("meta.k8s.io", "DeleteOptions", "", causes)


def _seconds(grace: Any) -> int:
    text = str(grace)
    if not text.removeprefix("-").isdecimal():
        raise bad_request(f'strconv.ParseInt: parsing "{text}": invalid syntax')
    return int(text)


class ObjectDeleter:
    """Deletes objects for clients of the API."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def delete(self, entry: StoredObject, options: DeleteOptions) -> JsonObject:
        """Delete an object, and return what the client is told: a Status, or the object that waits to go.

        Raises:
            ApiError: 409, a precondition does not hold.
        """
        self._check(entry, options)
        content = entry.content()
        metadata = content["metadata"]
        finalizers = list(metadata.get("finalizers") or ())
        if options.propagation == "Foreground" and _FOREGROUND not in finalizers:
            finalizers.append(_FOREGROUND)
        elif options.propagation == "Orphan" and _ORPHAN not in finalizers and self._dependents(entry):
            finalizers.append(_ORPHAN)
        waits = bool(finalizers) or entry.kind.key == "namespaces" or self._runs_on(entry, options)
        if not waits:
            if not options.dry_run:
                self._store.delete(entry.kind.key, entry.namespace, entry.name)
            return deleted_status(entry)
        if options.dry_run:
            return content if entry.kind.key != "namespaces" else deleted_status(entry)
        return self._mark(entry, content, finalizers, options)

    def _check(self, entry: StoredObject, options: DeleteOptions) -> None:
        if options.uid and options.uid != entry.uid:
            why = (
                f"the UID in the precondition ({options.uid}) does not match the UID in record ({entry.uid}). "
                "The object might have been deleted and then recreated"
            )
            raise precondition_failed(entry.kind, entry.name, why)
        if options.version and options.version != str(entry.version):
            why = (
                f"the ResourceVersion in the precondition ({options.version}) does not match the ResourceVersion in "
                f"record ({entry.version}). The object might have been modified"
            )
            raise precondition_failed(entry.kind, entry.name, why)

    def _runs_on(self, entry: StoredObject, options: DeleteOptions) -> bool:
        """Pods on a node end gracefully: their kubelet (the simulator) removes them."""
        if entry.kind.key != "pods" or options.grace_s == 0:
            return False
        content = entry.content()
        running = (content.get("status") or {}).get("phase") in {"Running", "Pending"}
        return bool((content.get("spec") or {}).get("nodeName")) and running

    def _mark(
        self, entry: StoredObject, content: JsonObject, finalizers: list[str], options: DeleteOptions
    ) -> JsonObject:
        metadata = content["metadata"]
        if metadata.get("deletionTimestamp"):
            return content
        metadata["deletionTimestamp"] = self._store.now_text()
        grace = 0
        if entry.kind.key == "pods":
            own = (content.get("spec") or {}).get("terminationGracePeriodSeconds", 30)
            grace = own if options.grace_s is None else options.grace_s
        if finalizers or entry.kind.key == "pods":
            metadata["deletionGracePeriodSeconds"] = grace
        if finalizers:
            metadata["finalizers"] = finalizers
        if entry.kind.generation:
            metadata["generation"] = metadata.get("generation", 0) + 1
        if entry.kind.key == "namespaces":
            content["status"] = {"phase": "Terminating"}
        return self._store.overwrite(entry, content).content()

    def _dependents(self, entry: StoredObject) -> list[StoredObject]:
        return self._store.dependents(entry.uid)


def deleted_status(entry: StoredObject) -> JsonObject:
    """What a client is told when an object is gone."""
    details = {"name": entry.name, "group": entry.kind.group, "kind": entry.kind.plural, "uid": entry.uid}
    status = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success"}
    return {**status, "details": {key: value for key, value in details.items() if value}}
