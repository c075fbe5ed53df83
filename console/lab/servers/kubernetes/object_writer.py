"""The path of every write: check, default, validate, own, store; or everything but the last for a dry run."""

from typing import Literal, NamedTuple

from console.lab.servers.kubernetes.api_error import (
    ApiError,
    Cause,
    already_exists,
    bad_request,
    conflict,
    invalid,
    invalid_named,
)
from console.lab.servers.kubernetes.api_request import ApiRequest
from console.lab.servers.kubernetes.defaulting import set_defaults
from console.lab.servers.kubernetes.field_ownership import FieldOwnership, Writer
from console.lab.servers.kubernetes.field_path import Difference
from console.lab.servers.kubernetes.generation_rule import bumps_generation, keep_identity
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.preparing import drop_client_status, prepare_new
from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.schema_catalog import shape_of
from console.lab.servers.kubernetes.shape_check import ShapeCheck
from console.lab.servers.kubernetes.store_error import ObjectExistsError
from console.lab.servers.kubernetes.stored_object import JsonObject, StoredObject, decode_json, encode_json
from console.lab.servers.kubernetes.validation import required, validate
from console.lab.servers.kubernetes.write_options import WriteOptions

Scope = Literal["main", "status", "scale"]
_SERVER_MADE = (
    "uid", "resourceVersion", "creationTimestamp", "generation", "managedFields", "selfLink",
    "deletionTimestamp", "deletionGracePeriodSeconds",
)  # fmt: skip
_VERSION = "metadata.resourceVersion"
_CHECKED_BY_RULES = frozenset(("scaledobjects.keda.sh",))


class Written(NamedTuple):
    """What a write led to: the object as it is (or would be) and warnings for the client."""

    content: JsonObject
    warnings: tuple[str, ...] = ()


class ObjectWriter:
    """Writes objects for clients of the API."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def create(
        self, request: ApiRequest, content: JsonObject, options: WriteOptions, *, apply: bool = False
    ) -> Written:
        """Add an object.

        Raises:
            ApiError: it is refused.
        """
        kind = request.kind
        metadata = content["metadata"]
        if metadata.get("generateName") and not metadata.get("name"):
            metadata["name"] = metadata["generateName"] + self._store.new_suffix()
        for field in _SERVER_MADE:
            metadata.pop(field, None)
        checked, warnings = self._check(request, content, options, patched=None)
        applied = checked if apply else None
        content = _copy(checked)
        drop_client_status(kind, content)
        set_defaults(kind, content)
        ownership = FieldOwnership({}, self._store.now_text())
        shape = shape_of(kind.schema)
        if applied is not None:
            writer = Writer(options.manager, "Apply", request.api_version)
            ownership.apply(writer, shape, content, applied, force=True)
        else:
            writer = Writer(options.manager, "Update", request.api_version)
            ownership.update(writer, Difference(shape, {}, content, custom=kind.custom))
        causes = validate(kind, content, None)
        if causes:
            raise invalid(kind, metadata.get("name", ""), causes)
        prepare_new(self._store, kind, content)
        ownership.store_in(content)
        return Written(self._insert(request, content, options), warnings)

    def _insert(self, request: ApiRequest, content: JsonObject, options: WriteOptions) -> JsonObject:
        kind, metadata = request.kind, content["metadata"]
        if self._store.find(kind.key, metadata.get("namespace"), metadata["name"]) is not None:
            raise already_exists(kind, metadata["name"])
        if options.dry_run:
            return content
        try:
            return self._store.insert(kind, content).content()
        except ObjectExistsError:
            raise already_exists(kind, metadata["name"]) from None

    def change(
        self,
        request: ApiRequest,
        old: StoredObject,
        changed: JsonObject,
        options: WriteOptions,
        *,
        scope: Scope = "main",
        patched: bool = True,
    ) -> Written:
        """Write a changed object over the stored one.

        Raises:
            ApiError: it is refused.
        """
        before = _defaulted(old)
        _check_version(request, old, before, changed)
        content, warnings = self._check(request, changed, options, patched=patched)
        content = _in_scope(before, content, scope, old.kind)
        if scope == "main":
            set_defaults(old.kind, content)
        difference = Difference(shape_of(old.kind.schema), before, content, custom=old.kind.custom)
        ownership = FieldOwnership(before, self._store.now_text())
        sub = "" if scope == "main" else scope
        ownership.update(Writer(options.manager, "Update", request.api_version, sub), difference)
        if difference.changed or difference.removed:
            ownership.store_in(content)
        else:
            _keep_owners(before, content)
        return Written(self._store_change(old, before, content, options), warnings)

    def apply(
        self,
        request: ApiRequest,
        old: StoredObject,
        config: JsonObject,
        options: WriteOptions,
        *,
        scope: Scope = "main",
    ) -> Written:
        """Server-side apply of a configuration onto the stored object.

        Raises:
            ApiError: 409 on fields of other managers, or as for a change.
        """
        before = _defaulted(old)
        _check_version(request, old, before, config)
        config, warnings = self._check(request, config, options, patched=None, partial=True)
        if scope == "main" and old.kind.status:
            config.pop("status", None)
        shape = shape_of(old.kind.schema)
        ownership = FieldOwnership(before, self._store.now_text())
        sub = "" if scope == "main" else scope
        writer = Writer(options.manager, "Apply", request.api_version, sub)
        merged = ownership.apply(writer, shape, before, config, force=options.force)
        content = _in_scope(before, merged, scope, old.kind)
        missing = ShapeCheck(shape, content).missing if old.kind.custom else []
        if missing:
            raise invalid(old.kind, old.name, [required(path) for path in missing])
        ownership.store_in(content)
        return Written(self._store_change(old, before, content, options), warnings)

    def _store_change(
        self, old: StoredObject, before: JsonObject, content: JsonObject, options: WriteOptions
    ) -> JsonObject:
        set_defaults(old.kind, content)
        causes = validate(old.kind, content, before)
        if causes:
            raise invalid(old.kind, old.name, causes)
        if not options.dry_run:
            return self._store.update(old, before, content).content()
        keep_identity(before, content)
        if old.kind.generation and bumps_generation(old.kind, before, content):
            content["metadata"]["generation"] = before["metadata"].get("generation", 0) + 1
        return content

    def _check(
        self,
        request: ApiRequest,
        content: JsonObject,
        options: WriteOptions,
        *,
        patched: bool | None,
        partial: bool = False,
    ) -> tuple[JsonObject, tuple[str, ...]]:
        kind = request.kind
        check = ShapeCheck(shape_of(kind.schema), content)
        if check.wrong and not kind.custom:
            wrong = check.wrong[0]
            where = f"{wrong.struct}.{wrong.path}"
            told = f"json: cannot unmarshal {wrong.found} into Go struct field {where} of type {wrong.go_name}"
            raise _undecodable(request, content, told, patched=bool(patched))
        if check.unknown and options.validation == "Strict":
            listed = ", ".join(f'unknown field "{field}"' for field in check.unknown)
            raise _undecodable(request, content, f"strict decoding error: {listed}", patched=bool(patched))
        if partial:
            check.missing.clear()
        causes = _shape_causes(kind, check)
        if causes:
            raise invalid(kind, content["metadata"].get("name", ""), causes)
        warnings = tuple(f'unknown field "{field}"' for field in check.unknown) if options.validation == "Warn" else ()
        drop_empty(check.pruned["metadata"])
        return check.pruned, warnings


def drop_empty(metadata: JsonObject) -> None:
    """Empty labels, annotations and the like are not written at all."""
    for name in ("labels", "annotations", "finalizers", "ownerReferences"):
        if not metadata.get(name, True):
            del metadata[name]


def _shape_causes(kind: ResourceKind, check: ShapeCheck) -> list[Cause]:
    causes = []
    for low in check.bounds:
        sign, bound = ("greater", low.minimum) if low.minimum is not None else ("less", low.maximum)
        why = f"{sign} than or equal to {bound}"
        told = f"{low.path} in body should be {why}" if kind.custom else f"must be {why}"
        causes.append(Cause("FieldValueInvalid", f"Invalid value: {low.value}: {told}", low.path))
    if not kind.custom:
        return causes
    for wrong in check.wrong:
        told = (
            f'Invalid value: "{wrong.found}": {wrong.path} in body must be of type {wrong.schema_name}: "{wrong.found}"'
        )
        causes.append(Cause("FieldValueTypeInvalid", told, wrong.path))
    causes += [required(path) for path in check.missing]
    if kind.key in _CHECKED_BY_RULES and (check.wrong or check.missing):
        told = (
            "Invalid value: null: some validation rules were not checked because the object was invalid; "
            "correct the existing errors to complete validation"
        )
        causes.append(Cause("FieldValueInvalid", told, "<nil>"))
    return causes


def _undecodable(request: ApiRequest, content: JsonObject, why: str, *, patched: bool) -> ApiError:
    kind = request.kind.kind
    if not patched:
        return bad_request(f'{kind} in version "{request.path.version}" cannot be handled as a {kind}: {why}')
    text = encode_json(encode_json(content).decode()).decode()
    return invalid_named("", "", "", [Cause("FieldValueInvalid", f"Invalid value: {text}: {why}", "patch")])


def _check_version(request: ApiRequest, old: StoredObject, before: JsonObject, changed: JsonObject) -> None:
    metadata = changed.setdefault("metadata", {})
    wanted = metadata.get("resourceVersion")
    if request.verb == "update" and old.kind.custom and wanted in {None, "", "0"}:
        cause = Cause("FieldValueInvalid", "Invalid value: 0x0: must be specified for an update", _VERSION)
        raise invalid_named(old.kind.group, old.kind.plural, old.name, [cause])
    if wanted and wanted != "0" and wanted != str(old.version):
        raise conflict(old.kind, old.name)
    uid = metadata.get("uid")
    if uid and uid != old.uid:
        if request.verb == "update":
            raise conflict(old.kind, old.name)
        told = f'Invalid value: "{uid}": field is immutable'
        raise invalid(old.kind, old.name, [Cause("FieldValueInvalid", told, "metadata.uid")])
    keep_identity(before, changed)


def _in_scope(before: JsonObject, content: JsonObject, scope: Scope, kind: ResourceKind) -> JsonObject:
    """Only what the addressed (sub)resource may change; the rest is dropped silently, as on the real server."""
    if scope == "status":
        kept = {**before, "metadata": dict(before["metadata"])}
        if "status" in content:
            kept["status"] = content["status"]
        else:
            kept.pop("status", None)
        return kept
    if kind.status and kind.key not in {"nodes"}:
        content = {key: value for key, value in content.items() if key != "status"}
        if "status" in before:
            content["status"] = before["status"]
    return content


def _defaulted(old: StoredObject) -> JsonObject:
    """The stored content as clients should see it: what the simulator wrote may lack defaults."""
    content = old.content()
    set_defaults(old.kind, content)
    return content


def _keep_owners(before: JsonObject, content: JsonObject) -> None:
    owners = before["metadata"].get("managedFields")
    if owners:
        content["metadata"]["managedFields"] = owners
    else:
        content["metadata"].pop("managedFields", None)


def _copy(content: JsonObject) -> JsonObject:
    copied: JsonObject = decode_json(encode_json(content))
    return copied
