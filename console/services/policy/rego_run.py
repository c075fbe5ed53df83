"""Running policies: in a process of its own that ends in time, whatever a policy does."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any, NamedTuple

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.python_module import module_command, module_environment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.services.policy.policy_module import PolicyModule

LONGEST_S = 10.0
_MOST_BYTES = 4 << 20
_ENVIRONMENT = frozenset({"PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT"})  # policies may read it: no secrets
_OFFSET = re.compile(r":m\d+\.rego\|(\d+)\|")
_MESSAGE = re.compile(r"\(errormsg \d+:([^()\n]{1,200})")
_NO_DENY = "deny is not defined"


class RegoRun(NamedTuple):
    """What a policy said to each input; ``broken``, a sentence with file and line, when it could not be asked."""

    answers: tuple[Any, ...]
    broken: str = ""


def run_policies(
    modules: Sequence[PolicyModule], inputs: Sequence[Any], longest_s: float = LONGEST_S
) -> tuple[RegoRun, ...]:
    """Ask each policy about each input. Blocks, at most ``longest_s``; raise ``UserError`` when nothing can be run."""
    runs: list[RegoRun] = []
    while len(runs) < len(modules):
        left = modules[len(runs) :]
        lines, late = _lines(left, inputs, longest_s)
        runs += [_run(module, line, len(inputs)) for module, line in zip(left, lines, strict=False)]
        if late:
            runs += [RegoRun((), _late(module, longest_s)) for module in modules[len(runs) :]]
        elif len(lines) < len(left):  # the next one took the process with it; those behind it are asked anew
            runs.append(RegoRun((), _stopped(modules[len(runs)])))
    return tuple(runs)


def _late(module: PolicyModule, longest_s: float) -> str:
    return t("The policy {place} gave no answer within {seconds} s.", place=module.place, seconds=round(longest_s))


def _stopped(module: PolicyModule) -> str:
    return t("The policy {place} stopped the evaluation.", place=module.place)


def _lines(modules: Sequence[PolicyModule], inputs: Sequence[Any], longest_s: float) -> tuple[list[bytes], bool]:
    """Return the whole lines that came, and whether the time was up."""
    asked = {
        "modules": [[f"m{number}.rego", one.source] for number, one in enumerate(modules)],
        "inputs": list(inputs),
        "seconds": int(longest_s) + 1,
    }
    try:
        ended = subprocess.run(
            module_command("console.services.policy.rego_child"),
            input=json.dumps(asked).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # the places of errors come with the answers
            env={name: value for name, value in module_environment().items() if name in _ENVIRONMENT},
            timeout=longest_s,
            check=False,
        )
        output, late = ended.stdout, False
    except subprocess.TimeoutExpired as error:
        output, late = error.stdout or b"", True
    except OSError as error:
        raise UserError(t("Policies cannot be evaluated: {why}.", why=error.strerror or error)) from error
    return output[:_MOST_BYTES].split(b"\n")[:-1], late


def _run(module: PolicyModule, line: bytes, count: int) -> RegoRun:
    try:
        told = json.loads(line)
        answers = told.get("answers")
    except (ValueError, AttributeError, RecursionError):
        return RegoRun((), _stopped(module))
    if isinstance(answers, list) and len(answers) == count:
        return RegoRun(tuple(answers))
    return RegoRun((), _broken(module, str(told.get("error", ""))))


def _broken(module: PolicyModule, error: str) -> str:
    """Say what is wrong with a policy, and where."""
    message, offset = _MESSAGE.search(error), _OFFSET.search(error)
    line = module.source.encode()[: int(offset[1])].count(b"\n") + 1 if offset else 1
    why = message[1].strip() if message else _plain(error)
    return t("The policy {place}, line {line}, is broken: {why}.", place=module.place, line=line, why=why)


def _plain(error: str) -> str:
    if error.startswith("no package"):
        return t("it does not begin with a package")
    if error == _NO_DENY:
        return t("it has no set “deny”")
    return t("it cannot be evaluated; here Rego has no “with input as” and no network")
