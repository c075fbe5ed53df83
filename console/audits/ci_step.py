"""What the steps of GitHub jobs run, those of the repository's own actions too."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from console.audits.ci_rule import is_switched_off
from console.audits.ci_yaml import read_yaml
from console.audits.own_path import own_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.audits.repository.checkout import Checkout

_OWN = "./"
_NAMES = ("action.yml", "action.yaml")
_CARGO = re.compile(r"^(actions-rs/cargo|clechasseur/rs-cargo|houseabsolute/actions-rust-cross)@")
_GRADLE = re.compile(r"^(gradle/(gradle-build-action|actions/setup-gradle)|burrunan/gradle-cache-action)@")
_MOST_OF_JOB, _MOST_READ = 20, 200

Steps = list[dict[str, Any]]


def steps_of(part: object) -> Steps:
    """Return the steps of a job or an action; what is none of them is left out."""
    steps = part.get("steps") if isinstance(part, dict) else None
    return [one for one in steps if isinstance(one, dict)] if isinstance(steps, list) else []


def step_commands(checkout: Checkout, steps: Steps) -> str:
    """Return the commands of steps and of at most 20 actions of the repository that they use, each once."""
    found, waiting, seen = list[str](), [steps], set[str]()
    while waiting:
        part = waiting.pop()
        found += [_commands(one) for one in part]
        for path in _own_actions(checkout, part):
            if path not in seen and len(seen) < _MOST_OF_JOB:
                seen.add(path)
                waiting.append(_steps_of_action(checkout, path))
    return "\n".join(found)


def _commands(step: dict[str, Any]) -> str:
    if is_switched_off(step.get("if")):
        return ""
    uses, inputs = str(step.get("uses", "")), step.get("with")
    told = [str(step.get("run", "")), uses]
    if isinstance(inputs, dict):
        told += [f"{name}:\n{one}" for name, one in inputs.items()]
        if _CARGO.match(uses):
            told.append(f"cargo {inputs.get('command', '')} {inputs.get('args', '')}")
        if _GRADLE.match(uses) and "arguments" in inputs:
            told.append(f"gradle {' '.join(str(inputs['arguments']).split())}")
    return "\n".join(told)


def _own_actions(checkout: Checkout, steps: Steps) -> Iterable[str]:
    folders = dict.fromkeys(used for one in steps if (used := str(one.get("uses", ""))).startswith(_OWN))
    paths = (own_path(checkout.paths, posixpath.join(folder, name)) for folder in folders for name in _NAMES)
    return (one for one in paths if one)


def _steps_of_action(checkout: Checkout, path: str) -> Steps:
    """Return the steps of an action; of a repository with more than 200 actions the others tell nothing."""
    known = checkout.once("own-actions", dict[str, Steps])
    if path not in known and len(known) < _MOST_READ:
        known[path] = steps_of(read_yaml(checkout.text(path)).get("runs"))
    return known.get(path, [])
