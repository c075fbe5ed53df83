"""What is wrong with a runbook, by line: its structure, its parameters, and what each of its steps would not take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.domain.diagnosis.fault import known_faults
from console.domain.runbooks.runbook_parameter import ParameterType
from console.domain.runbooks.section import Section
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.regular_file import read_regular
from console.runbooks.document_fault import DocumentFault, StepFault
from console.runbooks.parameter_value import read_pattern, read_values
from console.runbooks.parse import MOST_BYTES, parse_runbook
from console.runbooks.placeholder import PLACEHOLDER
from console.runbooks.plan import planned_step
from console.runbooks.scope import Scope
from console.runbooks.script_environment import is_reserved
from console.runbooks.step_kind import known_kinds
from console.runbooks.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from console.domain.runbooks.runbook import Runbook
    from console.domain.runbooks.runbook_parameter import RunbookParameter
    from console.domain.runbooks.runbook_step import RunbookStep
    from console.runbooks.placeholder import Plain

_COMMON = frozenset({"name", "timeout", "optional", "retries", "excludeFromRunAll", "gate", "cell", "id", "ignore"})
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SAMPLES: dict[ParameterType, Plain] = {
    ParameterType.INTEGER: 1,
    ParameterType.NUMBER: 1.0,
    ParameterType.BOOLEAN: True,
    ParameterType.DURATION: "1m",
    ParameterType.REFERENCE: "env:SAMPLE",
}
_MOST_PARAMETERS = 40


def lint_runbook(text: str, *, name: str, known: Iterable[str] = ()) -> tuple[DocumentFault, ...]:
    """Return what is wrong in a runbook, in the order of its lines; ``known`` are the ids of other runbooks."""
    parsed = parse_runbook(text, name=name)
    runbook = parsed.runbook
    if runbook is None:
        return parsed.faults
    found = [*parsed.faults, *_parameters(runbook), *_whole(runbook), *_symptoms(runbook)]
    scope = _trial(runbook)
    found += [one for step in runbook.steps for one in _step(step, scope, frozenset(known))]
    found += [one for step in runbook.steps for one in _targets(step, runbook)]
    return tuple(sorted(set(found)))


def lint_file(file: Path, known: Iterable[str] = ()) -> tuple[DocumentFault, ...]:
    """Return what is wrong in a file; one that cannot be read is one fault."""
    try:
        raw = read_regular(file, MOST_BYTES)
    except OSError as error:
        return (DocumentFault(1, t("The file cannot be read: {why}.", why=error.strerror or error)),)
    return lint_runbook(raw.decode("utf-8", "replace"), name=file.stem, known=known)


def _trial(runbook: Runbook) -> Scope:
    values = {one.name: _sample(one) for one in runbook.parameters}
    scope = Scope(runbook.parameters, values, World(None, 0.0), is_trial=True)
    kinds = ("kubernetes", "prometheus", "alertmanager", "grafana", "opencost", "cloudflare", "carbon", "notify")
    forges = ("github", "gitlab", "bitbucket", "azure_devops")
    scope.names |= {f"connections.{kind}": "sample" for kind in (*kinds, *forges)}
    return scope


def _sample(one: RunbookParameter) -> Plain:
    if one.choices:
        return one.choices[0]
    default = one.default
    if default is not None and not (isinstance(default, str) and PLACEHOLDER.search(default)):
        return default
    return _SAMPLES.get(one.type, "sample")


def _line(runbook: Runbook, word: str) -> int:
    """Return the first line of the front matter on which a word stands."""
    pattern = re.compile(rf"\b{re.escape(word)}\b")
    return next((n for n, line in enumerate(runbook.text.split("\n"), 1) if pattern.search(line)), 1)


def _parameters(runbook: Runbook) -> Iterator[DocumentFault]:
    names = [one.name for one in runbook.parameters]
    if len(names) > _MOST_PARAMETERS:
        yield DocumentFault(_line(runbook, "parameters"), t("At most {most} parameters.", most=_MOST_PARAMETERS))
    for one in runbook.parameters:
        for sentence in _parameter(one, names):
            yield DocumentFault(_line(runbook, one.name), f"{one.name} - {sentence}")


def _parameter(one: RunbookParameter, names: list[str]) -> Iterator[str]:
    if not _NAME.fullmatch(one.name):
        yield t("A parameter's name has small letters, digits and underscores, at most 40.")
    if names.count(one.name) > 1:
        yield t("This parameter is there twice.")
    if is_reserved(one.variable):
        yield t("Scripts would find it in {variable}, which means something else to programs; rename it.",
                variable=one.variable)  # fmt: skip
    if one.type is ParameterType.CHOICE and not one.choices:
        yield t("A choice needs `choices:`.")
    try:
        read_pattern(one.pattern)
    except (re.error, RecursionError, OverflowError) as error:
        yield t("Its pattern cannot be read: {why}.", why=error)
        return
    default = one.default
    is_plain = default is not None and not PLACEHOLDER.search(str(default))
    if is_plain and one.type not in {ParameterType.CELL, ParameterType.CONNECTION, ParameterType.SERVICE}:
        try:
            read_values((one,), {}, World(None, 0.0))
        except UserError as error:
            yield error.message


def _whole(runbook: Runbook) -> Iterator[DocumentFault]:
    if not runbook.steps:
        yield DocumentFault(1, t("There is no step: write a fenced block, `- [ ]` or a `###` heading below Steps."))
    is_ours = any(one.section is not Section.STEPS for one in runbook.steps) or bool(runbook.symptoms)
    if is_ours and not runbook.section(Section.VERIFICATION):
        yield DocumentFault(1, t("Nothing verifies that it worked: add a section Verification."), is_error=False)


def _symptoms(runbook: Runbook) -> Iterator[DocumentFault]:
    for one in runbook.symptoms:
        said = [bool(one.alert), bool(one.diagnosis), bool(one.promql)]
        word = one.alert or one.diagnosis or "symptoms"
        if sum(said) != 1:
            yield DocumentFault(_line(runbook, word), t("A symptom is one of: alert, diagnosis, promql."))
        elif one.diagnosis and one.diagnosis not in known_faults():
            yield DocumentFault(_line(runbook, word), t("There is no diagnosis {key}.", key=repr(one.diagnosis)))


def _step(step: RunbookStep, scope: Scope, known: frozenset[str]) -> Iterator[DocumentFault]:
    kind = known_kinds().get(step.kind)
    foreign = sorted(step.attributes.keys() - _COMMON - kind.attributes)
    if foreign:
        yield DocumentFault(
            step.line,
            t("The attribute {name} means nothing to a step of this kind.", name=repr(foreign[0])),
            is_error=False,
        )
    try:
        planned = planned_step(step, scope)
    except StepFault as error:
        yield DocumentFault(step.line + error.line, error.text)
        return
    except UserError as error:
        yield DocumentFault(step.line, str(error))
        return
    if step.section is Section.PREMISE and planned.writes:
        yield DocumentFault(step.line, t("A premise only looks; move what changes something to Steps."))
    if step.kind == "runbook" and known and planned.spec["id"] not in known:
        yield DocumentFault(step.line + 1, t("There is no runbook {id}.", id=repr(planned.spec["id"])))


def _targets(step: RunbookStep, runbook: Runbook) -> Iterator[DocumentFault]:
    """Names of steps in a decision or an undoing must be there, and lead forward or back as they should."""
    places = {one.name: place for place, one in enumerate(runbook.steps)}
    if step.kind == "decide":
        for go in re.findall(r"\bgo:\s*[\"']?([\w-]+)", step.body):
            target = places.get(go)
            if go in {"next", "end", *Section}:
                continue
            if target is None or target <= places[step.name] or runbook.steps[target].section is not step.section:
                yield DocumentFault(
                    step.line, t("{name} is no later step of this section, so a decision cannot lead there.",
                                 name=repr(go)),
                )  # fmt: skip
    undone = re.match(r"\s*undo:\s*[\"']?([\w-]+)", step.body) if step.kind == "change" else None
    if undone is not None and places.get(undone[1], len(places)) >= places[step.name]:
        yield DocumentFault(step.line, t("There is no earlier step {name} to be undone.", name=repr(undone[1])))
