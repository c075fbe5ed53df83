"""Reading the documents that an estate's models name; files that have not changed are not read again."""

import json
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

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
"""Of one model; those that were changed last are read."""
_MOST_NAMED = 10_000
_MOST_ATTACHED_BYTES = 64 * 1024 * 1024
_Mark = tuple[int, int]


class _Named(NamedTuple):
    """A file that a model names, by itself or ``in_folder``."""

    file: Path
    in_folder: bool
    mark: _Mark


class _Known(NamedTuple):
    """A document as it was read, with the time and size of every file that it was made from."""

    found: FoundDocument[ModelDocument]
    marks: Mapping[Path, _Mark]


class ModelLibrary:
    """One per estate folder. Reading blocks; call it from a thread or from the command line."""

    def __init__(self, folder: Path) -> None:
        load_all("console.estate.models.kinds")
        self._folder = folder
        self._known: dict[Path, _Known] = {}

    def read(self, estate: Estate) -> ModelDocuments:
        """Return every document of the estate's models; those that cannot be used are told, the others go on."""
        found: dict[tuple[str, type[ModelDocument]], FoundDocument[ModelDocument]] = {}
        faults: list[DocumentFault] = []
        for model in estate.models:
            others = {one.key for one in estate.models} - {model.key}
            for place in self._places(model.key, model.documents, faults):
                try:
                    one = self._one(model.key, place, others)
                except UserError as error:
                    faults.append(DocumentFault(model.key, error.message, error.hint))
                    continue
                key = (model.key, ModelDocument if one is None else type(one.document))
                if one is not None and (key not in found or found[key].document.made_at < one.document.made_at):
                    found[key] = one
        return ModelDocuments(found, tuple(faults))

    def _places(self, model: str, texts: Collection[str], faults: list[DocumentFault]) -> list[_Named]:
        """Return the files that a model names; what cannot be looked at, and what is too much, becomes a fault."""
        try:
            named = list(islice(self._named(texts), _MOST_NAMED))
        except UserError as error:
            faults.append(DocumentFault(model, error.message, error.hint))
            return []
        if len(named) <= _MOST_DOCUMENTS:
            return named
        sentence = t("{count} documents are named; only the {most} that were changed last are read.",
                     count=len(named), most=_MOST_DOCUMENTS)  # fmt: skip
        faults.append(DocumentFault(model, sentence, t("Move old ones elsewhere.")))
        return sorted(named, key=lambda one: (one.mark[0], one.file.name), reverse=True)[:_MOST_DOCUMENTS]

    def _named(self, texts: Collection[str]) -> Iterator[_Named]:
        """Yield the files that are named; raise ``UserError`` for what cannot be looked at."""
        for place in (one for text in texts for one in documents(self._folder, text)):
            try:
                inner = sorted(place.iterdir()) if place.is_dir() else [place]
            except OSError as error:
                raise _unreadable(place, error) from error
            for file in inner:
                if file.suffix in _SUFFIXES:
                    yield _Named(file, file is not place, _mark(file))

    def _one(self, model: str, place: _Named, others: Collection[str]) -> FoundDocument[ModelDocument] | None:
        """Return a document; ``None`` for one in a folder that belongs to another model of the estate."""
        known = self._known.get(place.file)
        if known is None or any(_mark(file) != mark for file, mark in known.marks.items()):
            known = self._known[place.file] = self._read(place)
        about = known.found.document.model
        if about == model:
            return known.found
        if place.in_folder and about in others:
            return None
        sentence = t("this document is about {other}, not {model}.", other=about, model=model)
        raise _invalid(read_yaml_file(place.file), ("model",), sentence)

    def _read(self, place: _Named) -> _Known:
        marks = {place.file: place.mark}
        document = _quickly(place.file) or _parsed(read_yaml_file(place.file))

        def attached(name: str) -> bytes:
            near = place.file.resolve().relative_to(self._folder.resolve()).parent / name
            file = inside(self._folder, str(near))
            marks[file] = _mark(file)
            return _attached(file)

        return _Known(FoundDocument(document, place.file.name, document.report(attached)), marks)


def _mark(file: Path) -> _Mark:
    """Return what changes when a file does; of one that cannot be looked at nothing is kept."""
    try:
        status = file.stat()
    except OSError:
        return -1, -1
    return status.st_mtime_ns, status.st_size


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
