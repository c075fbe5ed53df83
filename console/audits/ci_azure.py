"""What a pipeline of Azure runs: its steps, what its tasks do, and templates of the repository."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from console.audits.ci_yaml import read_yaml
from console.audits.own_path import own_path

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout

_PATH = re.compile(
    r"^((build|ci|\.ci|\.?pipelines?|devops|eng|eng/pipelines|deploy|tools|\.vsts|\.azure[-\w]*|azure[-_]?pipelines?)/)?"
    r"[\w.-]*azure[-_]?pipelines?[\w.-]*\.ya?ml$"
    r"|^\.?azure[-_]?(pipelines?|devops)/([\w-]+/)?[\w.-]+\.ya?ml$|^\.azure/pipelines/[\w.-]+\.ya?ml$"
)
_WORK = ("stages", "jobs", "steps", "extends")
_NAMES = frozenset({"task", "template", "displayName", "condition", "name", "stage", "job", "deployment", "dependsOn"})
_USUAL = {"maven": ("mvn", "package"), "gradle": ("gradle", "build"), "ant": ("ant", ""), "npm": ("npm", "")}
_MOST_PARTS, _MOST_FILES, _MOST_CHARACTERS = 20_000, 40, 2 << 20
_OWN = "@self"


class AzureWork(NamedTuple):
    """``commands`` is all that it runs; ``foreign`` the templates of other repositories, which cannot be read."""

    commands: str
    foreign: str


def is_azure(path: str) -> bool:
    """Return whether a path is where projects keep a pipeline of Azure."""
    return _PATH.match(path) is not None


def azure_work(checkout: Checkout, path: str, known: dict[str, Any]) -> AzureWork:
    """Return what a pipeline does, with the templates that it takes from its own repository, each once."""
    found, foreign, seen = list[str](), list[str](), {path}
    waiting: list[tuple[str, object]] = [(path, known.get(key)) for key in reversed(_WORK)]
    parts, letters = 0, 0
    while waiting and parts < _MOST_PARTS and letters < _MOST_CHARACTERS:
        place, one = waiting.pop()
        parts += 1
        if isinstance(one, list):
            waiting += [(place, each) for each in reversed(one)]
        elif isinstance(one, dict):
            found += _task(one)
            waiting += [(place, each) for key, each in reversed(one.items()) if key not in _NAMES]
            name = str(one.get("template") or "")
            own = _own_template(checkout, place, name)
            if own and own not in seen and len(seen) < _MOST_FILES:
                seen.add(own)
                waiting += [(own, each) for each in _template(checkout, own)]
            elif "@" in name and not name.endswith(_OWN):
                foreign.append(name)
        elif one is not None:
            found.append(str(one))
            letters += len(found[-1])
    return AzureWork("\n".join(found), " ".join(foreign))


def _own_template(checkout: Checkout, place: str, name: str) -> str:
    """Return the file that a template means: from the folder of the file that names it, or from the top."""
    plain = name.removesuffix(_OWN)
    if not plain or "@" in plain:
        return ""
    return own_path(checkout.paths, posixpath.join("" if plain[0] == "/" else posixpath.dirname(place), plain))


def _template(checkout: Checkout, path: str) -> list[object]:
    """Return the work of a template, read once for all pipelines."""

    def read() -> list[object]:
        known = read_yaml(checkout.text(path))
        return [known.get(key) for key in reversed(_WORK)]

    return checkout.once(f"azure-template-{path}", read)


def _task(step: dict[str, Any]) -> list[str]:
    """Return the command that a task stands for; those of builds have a usual one."""
    if "task" not in step:
        return []
    name, told = str(step["task"]).partition("@")[0], step.get("inputs")
    inputs = {str(key).casefold(): str(one) for key, one in told.items()} if isinstance(told, dict) else {}
    if name in {"DotNetCoreCLI", "Go"}:
        return [f"{'dotnet' if name[0] == 'D' else 'go'} {inputs.get('command', '')} {inputs.get('arguments', '')}"]
    if name.casefold() not in _USUAL:
        return [f"task: {name}"]
    program, usual = _USUAL[name.casefold()]
    asked = (inputs.get(one) for one in ("goals", "tasks", "targets", "customcommand", "command"))
    return [f"{program} {next((one for one in asked if one), usual)} {inputs.get('options', '')}"]
