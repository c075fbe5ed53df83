"""Reading the documents that an estate's models name; files that have not changed are not read again."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from console.estate.document_path import documents, inside
from console.estate.explain import one_of
from console.estate.explained import explained
from console.estate.models.model_document import MODEL_DOCUMENTS, ModelDocument
from console.estate.models.model_documents import DocumentFault, FoundDocument, ModelDocuments
from console.estate.problem import FileInvalid, Problem
from console.estate.problem import Path as TreePath
from console.estate.read_yaml import MAX_BYTES, read_yaml_file
from console.estate.schema.estate import Estate
from console.estate.yaml_document import YamlDocument
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.registry import load_all
from console.kernel.regular_file import read_regular

_SUFFIXES = frozenset({".yaml", ".yml", ".json"})
_MOST_DOCUMENTS = 200
_MOST_ATTACHED_BYTES = 64 * 1024 * 1024


class ModelLibrary:
    """One per estate folder. Reading blocks; call it from a thread or from the command line."""

    def __init__(self, folder: Path) -> None:
        load_all("console.estate.models.kinds")
        self._folder = folder
        self._known: dict[Path, tuple[tuple[int, int], FoundDocument[ModelDocument]]] = {}

    def read(self, estate: Estate) -> ModelDocuments:
        """Return every document of the estate's models; those that cannot be used are told, the others go on."""
        found: dict[tuple[str, type[ModelDocument]], FoundDocument[ModelDocument]] = {}
        faults = []
        for model, file in list(self._files(estate))[:_MOST_DOCUMENTS]:
            try:
                one = self._one(model, file)
            except UserError as error:
                faults.append(DocumentFault(model, error.message, error.hint))
                continue
            key = (model, type(one.document))
            if key not in found or found[key].document.made_at < one.document.made_at:
                found[key] = one
        return ModelDocuments(found, tuple(faults))

    def _files(self, estate: Estate) -> Iterator[tuple[str, Path]]:
        for model in estate.models:
            for text in model.documents:
                for place in documents(self._folder, text):
                    inner = sorted(place.iterdir()) if place.is_dir() else [place]
                    yield from ((model.key, file) for file in inner if file.suffix in _SUFFIXES)

    def _one(self, model: str, file: Path) -> FoundDocument[ModelDocument]:
        try:
            status = file.stat()
        except OSError as error:
            raise _unreadable(file, error) from error
        mark = (status.st_mtime_ns, status.st_size)
        known = self._known.get(file)
        if known is None or known[0] != mark:
            known = self._known[file] = (mark, self._read(model, file))
        return known[1]

    def _read(self, model: str, file: Path) -> FoundDocument[ModelDocument]:
        document = _quickly(file) or _parsed(read_yaml_file(file))
        if document.model != model:
            sentence = t("this document is about {other}, not {model}.", other=document.model, model=model)
            raise _invalid(read_yaml_file(file), ("model",), sentence)

        def attached(name: str) -> bytes:
            near = file.resolve().relative_to(self._folder.resolve()).parent / name
            return _attached(inside(self._folder, str(near)))

        return FoundDocument(document, file.name, document.report(attached))


def _quickly(file: Path) -> ModelDocument | None:
    """Return a document in JSON that is as it should be; ``None`` for any other, which the slow way then explains.

    The slow way knows the place of every value: a hundred times the work, for large files a second and more.
    """
    if file.suffix != ".json":
        return None
    try:
        raw = read_regular(file, MAX_BYTES)
        value = json.loads(raw, parse_constant=_no_constant) if len(raw) <= MAX_BYTES else None
        return _validated(value) if isinstance(value, dict) and _is_kind(value.get("kind")) else None
    except (OSError, ValueError, RecursionError):  # pydantic's ValidationError is a ValueError too
        return None


def _is_kind(kind: object) -> bool:
    return isinstance(kind, str) and kind in MODEL_DOCUMENTS


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _parsed(tree: YamlDocument) -> ModelDocument:
    value: Any = tree.value
    if not isinstance(value, dict) or "kind" not in value:
        raise _invalid(tree, (), t('a model document is a mapping; "kind" says of which kind it is.'))
    kind = value["kind"]
    if not _is_kind(kind):
        raise _invalid(tree, ("kind",), one_of(kind, (one.key for one in MODEL_DOCUMENTS)))
    try:
        return _validated(value)
    except ValidationError as failure:
        schema = MODEL_DOCUMENTS.get(kind).type
        raise FileInvalid(tree.name, explained(failure, tree, schema), lint="") from None


def _validated(value: Mapping[str, Any]) -> ModelDocument:
    """Return the document of plain values; raise ``ValidationError``."""
    content = {name: one for name, one in value.items() if name != "$schema"}
    # By way of JSON, because pydantic's strict mode (no "yes" for true, no "3" for 3) takes lists only there.
    return MODEL_DOCUMENTS.get(value["kind"]).type.model_validate_json(json.dumps(content), strict=True)


def _attached(file: Path) -> bytes:
    try:
        raw = read_regular(file, _MOST_ATTACHED_BYTES)
    except OSError as error:
        raise _unreadable(file, error) from error
    if len(raw) > _MOST_ATTACHED_BYTES:
        raise UserError(t("The file {file} is larger than 64 MiB.", file=file), t("Export a part of it."))
    return raw


def _unreadable(file: Path, error: OSError) -> UserError:
    return UserError(
        t("The file {file} cannot be read: {reason}.", file=file, reason=error.strerror or error),
        t("Check the path and its rights."),
    )


def _invalid(tree: YamlDocument, path: TreePath, sentence: str) -> FileInvalid:
    return FileInvalid(tree.name, [Problem(tree.name, tree.value_position(path), path, sentence)], lint="")
