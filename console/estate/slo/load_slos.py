"""Loading objectives from files; every problem is told with its file, line and place."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from console.domain.slo.slo import Slo
from console.estate.explained import explained
from console.estate.problem import FileInvalid, Problem
from console.estate.problem import Path as TreePath
from console.estate.read_yaml import read_yaml, yaml_bytes
from console.estate.slo.openslo_document import IndicatorDocument, SloDocument
from console.estate.slo.openslo_indicator import IndicatorSpec, refuse_foreign
from console.estate.slo.sloth_document import OBJECT, SlothDocument, document_of
from console.estate.slo.sloth_document import SPEC as SLOTH
from console.estate.yaml_document import YamlDocument
from console.kernel.errors import UserError
from console.kernel.i18n import t

_SEPARATOR = re.compile(rb"^---(?=\s|$)", re.MULTILINE)
_OTHER_KINDS = frozenset({"Service", "AlertPolicy", "AlertCondition", "AlertNotificationTarget", "DataSource"})
Model = TypeVar("Model", bound=BaseModel)


def load_slos(files: Sequence[Path], period_s: int) -> tuple[Slo, ...]:
    """Return every objective of some files; ``period_s`` is the period of those that state none (Sloth's).

    Raises ``FileInvalid`` with every problem of the first file that has any, else ``UserError``.
    """
    documents = [document for file in files for part in _documents(file) for document in _objects(part)]
    sources = dict(_source(one) for one in documents if _kind(one) == "DataSource")
    for document in documents:
        _refuse_foreign(document, sources)
    indicators = {}
    for document in documents:
        if _kind(document) == "SLI":
            found = _read(document, IndicatorDocument)
            indicators[found.metadata.name] = found.spec
    slos = [slo for document in documents for slo in _slos(document, indicators, period_s)]
    _refuse_twins(slos)
    return tuple(slos)


def _documents(file: Path) -> Iterator[YamlDocument]:
    """Yield the documents of a file; lines are counted from its beginning."""
    raw = yaml_bytes(file)
    starts = [0, *(found.end() for found in _SEPARATOR.finditer(raw))]
    for start, end in zip(starts, [*starts[1:], len(raw) + 3], strict=True):
        part = raw[start : end - 3]
        if part.strip() and not all(line.lstrip().startswith(b"#") for line in part.splitlines() if line.strip()):
            yield read_yaml(b"\n" * raw.count(b"\n", 0, start) + part, str(file))


def _objects(document: YamlDocument) -> Sequence[YamlDocument]:
    """Return the objects of a document: OpenSLO's may be a list of them."""
    value = document.value
    is_list = isinstance(value, list) and value and all(isinstance(one, dict) for one in value)
    return document.entries() if is_list else (document,)


def _kind(document: YamlDocument) -> str:
    return str(document.value.get("kind", "")) if isinstance(document.value, dict) else ""


def _source(document: YamlDocument) -> tuple[str, str]:
    """Return the name and the type of a source of data."""
    found = dict(document.strings())
    return found.get(("metadata", "name"), ""), found.get(("spec", "type"), "")


def _refuse_foreign(document: YamlDocument, sources: Mapping[str, str]) -> None:
    for path, text in document.strings():
        if path[-1:] == ("metricSourceRef",):
            try:
                refuse_foreign(sources.get(text, ""))
            except ValueError as error:
                raise _invalid(document, path, str(error)) from None


def _slos(document: YamlDocument, indicators: dict[str, IndicatorSpec], period_s: int) -> Iterable[Slo]:
    value: Any = document.value
    if isinstance(value, dict) and value.get("version") == SLOTH:
        return _read(document, SlothDocument).objectives(period_s)
    kind = _kind(document)
    if (value.get("apiVersion") if isinstance(value, dict) else None, kind) == OBJECT:
        return _read_spec(document).objectives(period_s)
    if kind == "SLI" or kind in _OTHER_KINDS:
        return ()
    if kind == "SLO":
        slo = _read(document, SloDocument)
        try:
            return tuple(slo.slos(indicators))
        except ValueError as error:
            raise _invalid(document, ("spec",), str(error)) from None
    raise _invalid(
        document, (), t("this is neither OpenSLO v1 (apiVersion: openslo/v1) nor Sloth v1 (version: prometheus/v1).")
    )


def _read(document: YamlDocument, model: type[Model]) -> Model:
    try:
        return model.model_validate(document.value)
    except ValidationError as failure:
        raise FileInvalid(document.name, explained(failure, document, model), lint="") from None


def _read_spec(document: YamlDocument) -> SlothDocument:
    try:
        return SlothDocument.model_validate(document_of(document.value.get("spec")))
    except ValidationError as failure:
        raise FileInvalid(document.name, explained(failure, document, SlothDocument, ("spec",)), lint="") from None


def _invalid(document: YamlDocument, path: TreePath, sentence: str) -> FileInvalid:
    problem = Problem(document.name, document.value_position(path), path, sentence)
    return FileInvalid(document.name, [problem], lint="")


def _refuse_twins(slos: Sequence[Slo]) -> None:
    seen: set[str] = set()
    for slo in slos:
        if slo.id in seen:
            raise UserError(
                t("Two objectives are called {name} of {service}.", name=slo.name, service=slo.service),
                t("Give one of them another name."),
            )
        seen.add(slo.id)
