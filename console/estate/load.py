"""Loading an estate file: read, lift, validate, check; every problem is told with its place."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from console.estate.check import check_data
from console.estate.checks.bound import bound_problems
from console.estate.document_path import documents, inside
from console.estate.explain import secret_sentence
from console.estate.explained import explained
from console.estate.helm_values import template_parts
from console.estate.legible import legible
from console.estate.migration import MIGRATIONS, Migration, lifted, version_problem
from console.estate.plain_secret import looks_like_header, looks_like_secret
from console.estate.problem import FileInvalid, Problem
from console.estate.problem import Path as TreePath
from console.estate.read_yaml import read_yaml, read_yaml_file
from console.estate.schema.cell import CellTemplate
from console.estate.schema.estate import Estate
from console.estate.template_parts import with_template_parts
from console.estate.yaml_document import YamlDocument
from console.kernel.errors import UserError
from console.kernel.i18n import t

_DOCUMENTS = ("slos", "policies", "runbooks")


@dataclass(frozen=True, slots=True)
class LoadedEstate:
    """An estate with the file it came from; ``warnings`` are documents that it names but that are not there."""

    estate: Estate
    file: Path
    warnings: tuple[Problem, ...] = ()

    @property
    def folder(self) -> Path:
        """Return the folder to which the estate's relative paths refer."""
        return self.file.parent


def load_estate(file: Path) -> LoadedEstate:
    """Return the estate in ``file``; raise ``FileInvalid`` with every problem, else ``UserError``."""
    file = Path(file)
    document = read_yaml_file(file)
    estate = estate_of(document)
    problems = [
        Problem(document.name, document.value_position(path), path, sentence)
        for path, sentence in _outside(estate, file.parent)
    ]
    if problems:
        raise FileInvalid(document.name, problems)
    loaded = LoadedEstate(with_template_parts(_with_helm_values(estate, document, file.parent)), file)
    return replace(loaded, warnings=tuple(_absent(document, estate, file.parent)))


def parse_estate(raw: bytes | str, name: str = "estate") -> Estate:
    """Return the estate in a text; documents that it names are not looked for. Raises ``FileInvalid``."""
    return estate_of(read_yaml(raw.encode("utf-8", "replace") if isinstance(raw, str) else raw, name))


def estate_of(document: YamlDocument, migrations: Mapping[int, Migration] = MIGRATIONS) -> Estate:
    """Return the estate of a document; raise ``FileInvalid`` with every problem."""
    data = document.value
    if not isinstance(data, dict):
        sentence = t("an estate file is a mapping; it needs at least: name: my-estate")
        raise FileInvalid(document.name, [Problem(document.name, document.value_position(()), (), sentence)])
    wrong_version = version_problem(data)
    if wrong_version:
        path = ("schema_version",)
        raise FileInvalid(document.name, [Problem(document.name, document.value_position(path), path, wrong_version)])
    data = lifted(data, migrations)
    estate, problems = _validated(data, document)
    problems.extend(
        Problem(document.name, document.value_position(path), path, sentence) for path, sentence in check_data(data)
    )
    if problems or estate is None:
        raise FileInvalid(document.name, _without_echoes(problems))
    return estate


def _validated(data: dict[str, Any], document: YamlDocument) -> tuple[Estate | None, list[Problem]]:
    problems = [
        Problem(document.name, document.value_position(path), path, secret_sentence())
        for path, text in document.strings()
        if looks_like_secret(text) or ("headers" in path and looks_like_header(text))
    ]
    try:
        # By way of JSON, because pydantic's strict mode (no "yes" for true, no "3" for 3) takes lists only there.
        estate = Estate.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        return None, problems + explained(error, document, Estate)
    return estate, problems


def _without_echoes(problems: Iterable[Problem]) -> list[Problem]:
    """Return one problem per place and sentence (a union's members and a secret each complain once)."""
    kept: dict[tuple[Any, str], Problem] = {}
    for problem in problems:
        kept.setdefault((problem.path, problem.sentence), problem)
    return list(kept.values())


def _outside(estate: Estate, folder: Path) -> list[tuple[TreePath, str]]:
    named = _documents(estate)
    named += [
        (("templates", index, "helm_values"), one.helm_values)
        for index, one in enumerate(estate.templates)
        if one.helm_values
    ]
    problems = []
    for path, text in named:
        try:
            inside(folder, text)
        except UserError as error:
            problems.append((path, str(error)))
    return problems


def _documents(estate: Estate) -> list[tuple[TreePath, str]]:
    """Return every document that the estate names, with its place in the file."""
    named: list[tuple[TreePath, str]] = [
        ((section, index), text) for section in _DOCUMENTS for index, text in enumerate(getattr(estate, section))
    ]
    for place, model in enumerate(estate.models):
        named += [(("models", place, "documents", index), text) for index, text in enumerate(model.documents)]
    return named


def _absent(document: YamlDocument, estate: Estate, folder: Path) -> Iterable[Problem]:
    for path, text in _documents(estate):
        if next(documents(folder, text), None) is None:
            sentence = t("{path} is not there yet; create it or remove this line.", path=legible(text))
            yield Problem(document.name, document.value_position(path), path, sentence)


def _with_helm_values(estate: Estate, document: YamlDocument, folder: Path) -> Estate:
    if not any(one.helm_values for one in estate.templates):
        return estate
    templates = []
    for index, template in enumerate(estate.templates):
        path: TreePath = ("templates", index, "helm_values")
        try:
            templates.append(_overridden(template, folder))
        except FileInvalid:
            raise
        except UserError as error:
            problem = Problem(document.name, document.value_position(path), path, str(error))
            raise FileInvalid(document.name, [problem]) from error
    return estate.model_copy(update={"templates": tuple(templates)})


def _overridden(template: CellTemplate, folder: Path) -> CellTemplate:
    if not template.helm_values:
        return template
    document = read_yaml_file(inside(folder, template.helm_values))
    parts = template_parts(document.value)
    prefix = ("cell",) if ("cell",) in document.values_at else ()
    merged = {**template.model_dump(mode="json", exclude_unset=True), **parts}
    try:
        found = TypeAdapter(CellTemplate).validate_json(json.dumps(merged), strict=True)
    except ValidationError as error:
        raise FileInvalid(document.name, explained(error, document, CellTemplate, prefix)) from error
    for (_, _, *inner), sentence in bound_problems({"templates": [merged]}):
        path = document.path_of((*prefix, *inner))
        raise FileInvalid(document.name, [Problem(document.name, document.value_position(path), path, sentence)])
    return found
