"""A script or a program on this computer. Parameters come to it as variables or arguments, never as code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from console.domain.runbooks.step_result import StepEnd, StepResult
from console.kernel.i18n import t
from console.runbooks.document_fault import StepFault
from console.runbooks.placeholder import PLACEHOLDER
from console.runbooks.scope import flag
from console.runbooks.script_run import run_program
from console.runbooks.step_kind import STEP_KINDS, Resolved, StepKind

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_step import RunbookStep
    from console.runbooks.scope import Scope
    from console.runbooks.step_context import StepContext

ARGV = "argv"
_INTERPRETERS = {
    **{one: one for one in ("sh", "bash", "zsh", "fish", "dash", "ksh", "node", "ruby", "perl", "php", "lua")},
    "shell": "bash",
    "python": "python3",
    "python3": "python3",
    "py": "python3",
    "js": "node",
    "javascript": "node",
    "rb": "ruby",
    "pl": "perl",
}
_RUNMES = frozenset(
    {
        *("id", "interactive", "cwd", "background", "promptEnv", "closeTerminalOnSuccess", "openTerminalOnError"),
        *("terminalRows", "mimeType", "category", "tag", "ignore", "transform", "exclude", "language", "shell"),
    }
)
"""Attributes that Runme knows; those that concern its notebook mean nothing here."""
_ASKS = re.compile(r"(?m)(?:^|[;&|(]|\b(?:while|until|do|then|if|!)\b)\s*(?:IFS=\S*\s+)?(?:read|select)\s|\binput\(")
"""A script that waits for somebody to type: its standard input is empty, because a run has nobody at a keyboard."""
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_USUAL_S = 600.0


def _resolve(step: RunbookStep, scope: Scope) -> Resolved:
    argv = _argv(step, scope) if step.language == ARGV else []
    script = "" if argv else _script(step)
    let_through = [one.strip() for one in step.attributes.get("env", "").split(",") if one.strip()]
    wrong = next((one for one in let_through if not _VARIABLE.fullmatch(one)), None)
    if wrong is not None:
        raise StepFault(t("{name} is no name of a variable.", name=repr(wrong)))
    allowed = scope.world.estate.automation.environment if scope.world.estate is not None else ()
    interpreter = step.attributes.get("interpreter") or _INTERPRETERS.get(step.language, step.language)
    spec = {
        "argv": argv,
        "script": script,
        "interpreter": interpreter,
        "folder": scope.place(step.attributes.get("cwd", "")),
        "environment": [*let_through, *allowed],
        "variables": scope.variables(),
        "secrets": scope.secrets(),
        "background": flag(step, "background"),
        "dry": step.attributes.get("dry", "") == "run",
    }
    what = " ".join(argv) if argv else script.strip().split("\n")[0]
    sentence = t("Run with {name}: {what}", name=argv[0] if argv else interpreter, what=what)
    if step.attributes.get("interactive") == "true" or _ASKS.search(script):
        sentence = t("{what} (it gets no input: whatever it asks is answered by the end of the input)", what=sentence)
    return Resolved(spec, sentence, "\n".join(argv) if argv else script.rstrip(), writes=None, repeatable=False,
                    network=flag(step, "network"), timeout_s=_USUAL_S)  # fmt: skip


def _script(step: RunbookStep) -> str:
    found = next((one for one in PLACEHOLDER.finditer(step.body)), None)
    if found is not None:
        line = step.body.count("\n", 0, found.start()) + 1
        variable = found[1].upper().replace(".", "_")
        raise StepFault(
            t("A script finds parameters in variables: write \"${name}\" instead of {what}.", name=variable,
              what=found[0]),
            line,
        )  # fmt: skip
    return step.body


def _argv(step: RunbookStep, scope: Scope) -> list[str]:
    """Fill an argument vector in; what a parameter brings is never taken for an option."""
    raw = scope.raw_yaml(step.body)
    if not isinstance(raw, list) or not raw or not all(isinstance(one, str | int | float) for one in raw):
        raise StepFault(t("Write the program and its arguments as a list."), 1)
    if PLACEHOLDER.search(str(raw[0])):
        raise StepFault(t("The program itself cannot be a parameter."), 1)
    return guarded([str(one) for one in raw], scope)


def guarded(words: list[str], scope: Scope) -> list[str]:
    """Return words filled in; raise ``StepFault`` where a parameter would begin a word like an option."""
    found: list[str] = []
    for word in words:
        filled = scope.text(word)
        begins = PLACEHOLDER.match(word) is not None
        if begins and filled.startswith("-") and "--" not in found:
            raise StepFault(
                t('The value {value} would be taken for an option; put "--" before it.', value=repr(filled[:40])), 1
            )
        found.append(filled)
    return found


async def _run(context: StepContext) -> StepResult:
    spec: dict[str, Any] = context.step.spec
    if context.is_dry and not spec["dry"]:
        return StepResult(StepEnd.PASSED, t("Dry run: not started."))
    return await run_program(context, spec)


STEP_KINDS.add(
    StepKind(
        "shell",
        frozenset({*_INTERPRETERS, ARGV}),
        frozenset({"env", "network", "dry", "interpreter", *_RUNMES}),
        _resolve,
        _run,
    )
)
