"""Looking at a cluster in kubectl's words, through the connection of the estate; nothing can be changed by it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from console.kernel.i18n import t
from console.runbooks.awaited import EVERY_S, SLACK_S, Finding, awaited
from console.runbooks.cluster_look import cluster_look
from console.runbooks.document_fault import StepFault
from console.runbooks.placeholder import PLACEHOLDER
from console.runbooks.step_kind import STEP_KINDS, Resolved, StepKind

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_step import RunbookStep
    from console.domain.runbooks.step_result import StepResult
    from console.runbooks.scope import Scope
    from console.runbooks.step_context import StepContext

_WORDS = {"get": (1, 2), "describe": (2, 2), "logs": (0, 1), "events": (2, 2), "can-i": (2, 2)}
"""How many words each command takes behind it."""
_OPTIONS = {
    "-n": "namespace",
    "--namespace": "namespace",
    "-l": "selector",
    "--selector": "selector",
    "-o": "output",
    "--output": "output",
    "-c": "container",
    "--container": "container",
    "--tail": "tail",
    "--since": "since",
}
_FLAGS = {"-A": "all", "--all-namespaces": "all", "--previous": "previous", "-p": "previous"}
_OUTPUTS = frozenset({"", "wide", "name", "json"})


def _resolve(step: RunbookStep, scope: Scope) -> Resolved:
    words = _words(step.body)
    if words[:1] == ["kubectl"]:
        words = words[1:]
    if words[:2] == ["auth", "can-i"]:
        words = words[1:]
    if not words or words[0] not in _WORDS:
        raise StepFault(t("A look at a cluster begins with: {names}.", names="get, describe, logs, events, auth can-i"),
                        1)  # fmt: skip
    verb, rest = words[0], words[1:]
    arguments, options = _split(rest, scope)
    if verb != "logs" and arguments and "/" in arguments[0]:
        arguments = [*arguments[0].split("/", 1), *arguments[1:]]
    least, most = _WORDS[verb]
    if not least <= len(arguments) <= most or (verb == "logs" and not arguments and not options.get("selector")):
        raise StepFault(t("`{verb}` needs other words behind it.", verb=verb), 1)
    spec = {"verb": verb, "arguments": arguments, "options": options, **_expectation(step, scope)}
    line = f"kubectl {shlex.join(words)}" if scope.is_trial else _line(spec)
    within_s = spec["within_s"]
    return Resolved(spec, t("Look: {line}", line=line), line, scope.connection(step, "kubernetes"), network=True,
                    timeout_s=within_s + SLACK_S)  # fmt: skip


def _expectation(step: RunbookStep, scope: Scope) -> dict[str, Any]:
    return {
        "contains": scope.text(step.attributes.get("contains", "")),
        "lacks": scope.text(step.attributes.get("lacks", "")),
        "within_s": scope.seconds(step, "within", 0.0),
        "every_s": scope.seconds(step, "every", EVERY_S),
    }


def _words(body: str) -> list[str]:
    """Split into words; a placeholder is one of them, or a part of one, whatever it will hold."""
    joined = PLACEHOLDER.sub(lambda found: f"{{{{{found[1]}}}}}", body.strip().replace("\\\n", " "))
    if "\n" in joined:
        raise StepFault(t("Write one command in a block."), 2)
    try:
        return shlex.split(joined)
    except ValueError as error:
        raise StepFault(t("The command cannot be read: a quote is not closed."), 1) from error


def _split(words: list[str], scope: Scope) -> tuple[list[str], dict[str, str]]:
    """Tell options from arguments as they are written; what placeholders bring changes nothing of that."""
    arguments: list[str] = []
    options: dict[str, str] = {}
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        name, equals, value = word.partition("=")
        if word in _FLAGS:
            options[_FLAGS[word]] = "true"
        elif name in _OPTIONS:
            if not equals and not waiting:
                raise StepFault(t("The option {name} needs a value.", name=name), 1)
            options[_OPTIONS[name]] = scope.text(value if equals else waiting.pop(0))
        elif word.startswith("-"):
            raise StepFault(t("The option {name} is not possible here.", name=name), 1)
        else:
            arguments.append(scope.text(word))
    if options.get("output", "") not in _OUTPUTS:
        raise StepFault(t("`-o` is wide, name or json."), 1)
    return arguments, options


def _line(spec: dict[str, Any]) -> str:
    options = [f"--{name}={value}" for name, value in spec["options"].items()]
    return shlex.join(["kubectl", spec["verb"], *spec["arguments"], *options])


async def _run(context: StepContext) -> StepResult:
    spec = context.step.spec

    async def look() -> Finding:
        text = await cluster_look(context.outside.cluster(context.step.connection), context.step.connection, spec)
        context.write(text + "\n")
        return _finding(text, spec)

    return await awaited(look, context.outside, 0.0 if context.is_dry else spec["within_s"], spec["every_s"])


def _finding(text: str, spec: dict[str, Any]) -> Finding:
    if spec["contains"] and spec["contains"] not in text:
        return Finding(holds=False, sentence=t("The answer lacks {text}.", text=repr(spec["contains"])))
    if spec["lacks"] and spec["lacks"] in text:
        return Finding(holds=False, sentence=t("The answer has {text}.", text=repr(spec["lacks"])))
    lines = text.count("\n") + 1
    return Finding(holds=True, sentence=t("The cluster answered ({count} lines).", count=lines))


STEP_KINDS.add(
    StepKind(
        "kubectl",
        frozenset({"kubectl"}),
        frozenset({"connection", "contains", "lacks", "within", "every"}),
        _resolve,
        _run,
    )
)
