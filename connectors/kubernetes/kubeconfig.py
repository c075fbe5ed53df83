"""Reading kubeconfig files: lists of them, merged as kubectl does, never written to."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.regular_file import read_regular
from console.kernel.yaml_events import SAFE_LOADER, yaml_events

MOST_BYTES = 2 * 1024 * 1024
_MOST_NODES = 100_000
_MOST_DEPTH = 64
# With a tag that does not fit its text ("!!int ''") the safe loader raises whatever its conversions raise.
_NOT_YAML = (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError, ArithmeticError, RecursionError)
_SECTIONS = ("clusters", "contexts", "users")


@dataclass(frozen=True, slots=True)
class Entry:
    """A named cluster, user or context, and the folder to which its relative paths refer."""

    body: Mapping[str, Any]
    folder: Path


@dataclass(frozen=True, slots=True)
class Kubeconfig:
    """Several files as one: the first file that names something wins."""

    files: tuple[Path, ...]
    current_context: str
    clusters: Mapping[str, Entry]
    contexts: Mapping[str, Entry]
    users: Mapping[str, Entry]


def kubeconfig_files(option: str, folder: Path, environment: Mapping[str, str] | None = None) -> tuple[Path, ...]:
    """Return the files that a connection means: its option, else ``KUBECONFIG``, else ``~/.kube/config``."""
    environment = os.environ if environment is None else environment
    listed = option or environment.get("KUBECONFIG", "")
    base = folder if option else Path()  # the working folder may have been deleted since: it is not asked for
    if not listed:
        return (Path(os.path.expanduser("~/.kube/config")),)
    paths = (Path(os.path.expanduser(one)) for one in listed.split(os.pathsep) if one)
    return tuple(dict.fromkeys(path if path.is_absolute() else base / path for path in paths))


def is_there(file: Path) -> bool:
    """Return whether there is a file, also where one may not look: reading it tells why it cannot be had."""
    try:
        file.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # also for a NUL character in the name
        return False
    except OSError:
        return True
    return True


def read_kubeconfig(files: Sequence[Path]) -> Kubeconfig:
    """Return the merged files; one that does not exist or is empty is skipped, unless all are.

    Blocks; raises ``UserError``.
    """
    present = tuple(file for file in files if is_there(file))
    if not present:
        raise UserError(
            t("There is no kubeconfig at {files}.", files=", ".join(map(str, files))),
            t("Name one in the connection's kubeconfig, or set KUBECONFIG."),
        )
    if len(present) == 1:
        return _single(present[0])
    for closed in (one for one in present if not os.path.exists(one)):
        _check(closed)  # which tells why; the merger would leave it out
    merger = _merged(present)
    if merger.config is None:
        return _single(present[0])  # which refuses an empty one
    current = next((name for one in merger.config_files.values() if (name := one.get("current-context"))), "")
    sections = {section: _entries(merger.config.value[section], section.removesuffix("s")) for section in _SECTIONS}
    return Kubeconfig(present, str(current), sections["clusters"], sections["contexts"], sections["users"])


def repeated_contexts(config: Kubeconfig, names: Sequence[str]) -> dict[str, str]:
    """Return those of the contexts that differ from another one in their namespace alone, each with that other one.

    Tools write one for each namespace (``oc project``); the current context, else the first one, stands for them all.
    """
    first: dict[tuple[str, str], str] = {}
    repeated: dict[str, str] = {}
    for name in sorted(names, key=lambda one: one != config.current_context):
        body = config.contexts[name].body
        other = first.setdefault((str(body.get("cluster", "")), str(body.get("user", ""))), name)
        if other != name:
            repeated[name] = other
    return repeated


def told_namespaces(config: Kubeconfig, repeated: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the namespaces that a context names, and those of the contexts that repeat it."""
    found: dict[str, dict[str, None]] = {}
    for name, context in config.contexts.items():
        space = context.body.get("namespace")
        if isinstance(space, str) and space:
            found.setdefault(repeated.get(name, name), {})[space] = None
    return {name: tuple(spaces) for name, spaces in found.items()}


def _single(file: Path) -> Kubeconfig:
    """Read one file as the merger would; the usual case needs no package that costs 0.3 CPU seconds and 25 MB."""
    document, folder = _check(file), file.absolute().parent
    sections: dict[str, dict[str, Entry]] = {section: {} for section in _SECTIONS}
    for section, entries in sections.items():
        for one in document.get(section) or ():
            entries.setdefault(one["name"], Entry(one.get(section.removesuffix("s")) or {}, folder))
    return Kubeconfig((file,), str(document.get("current-context") or ""), **sections)


def _merged(files: Sequence[Path]) -> Any:
    """Let the official client merge; it knows which entry came from which file."""
    from kubernetes.config.kube_config import KubeConfigMerger  # noqa: PLC0415 - 0.4 CPU seconds

    class Merger(KubeConfigMerger):
        """The client's merger behind a check: it would follow a YAML bomb and take anything for a mapping."""

        def load_config(self, path: str) -> None:
            if _check(Path(path), may_be_empty=True):
                super().load_config(path)  # type: ignore[no-untyped-call]

    return Merger(os.pathsep.join(map(str, files)))  # type: ignore[no-untyped-call]


def _check(file: Path, *, may_be_empty: bool = False) -> dict[str, Any]:
    """Return what the file holds; raise ``UserError`` unless it is a kubeconfig of sane size and shape."""
    try:
        text = read_regular(file, MOST_BYTES)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UserError(
            t("The kubeconfig {file} cannot be read: {why}.", file=file, why=why), t("Correct its rights.")
        ) from None
    if len(text) > MOST_BYTES:
        raise _unusable(file, t("it is larger than {size} MiB", size=MOST_BYTES >> 20))
    try:
        document = _parsed(text)
    except _NOT_YAML as error:
        mark = getattr(error, "problem_mark", None)
        line = t(" in line {line}", line=mark.line + 1) if mark is not None else ""
        raise _unusable(file, t("it is not YAML{line}", line=line)) from None
    if document is None and may_be_empty:  # kubectl takes such a file for a configuration without entries
        return {}
    _check_shape(file, document)
    checked: dict[str, Any] = document
    return checked


def _parsed(text: bytes) -> Any:
    """Parse; the depth is looked at first, because the loader's recursion in C ends the process when it is too deep."""
    for _ in yaml_events(text, _MOST_DEPTH):
        pass
    return yaml.load(text, Loader=SAFE_LOADER)  # noqa: S506 - a safe one


def _check_shape(file: Path, document: Any) -> None:
    if not isinstance(document, dict):
        raise _unusable(file, t("it is not a mapping"))
    if _count_nodes(document) > _MOST_NODES:
        raise _unusable(file, t("it unfolds to too many entries"))
    for section in _SECTIONS:
        entries = document.get(section) or []
        body = section.removesuffix("s")
        if not isinstance(entries, list) or not all(
            isinstance(one, dict) and isinstance(one.get("name"), str) and isinstance(one.get(body) or {}, dict)
            for one in entries
        ):
            raise _unusable(file, t("{section} is not a list of named entries", section=section))


def _count_nodes(document: Any) -> int:
    """Count what a walk would visit, aliases each time; stop when it is more than anybody needs."""
    waiting, count = [document], 0
    while waiting and count <= _MOST_NODES:
        one = waiting.pop()
        count += 1
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return count


def _unusable(file: Path, why: str) -> UserError:
    return UserError(
        t("The kubeconfig {file} cannot be used: {why}.", file=file, why=why),
        t("Choose a kubeconfig that kubectl accepts, and check it with: kubectl config view"),
    )


def _entries(nodes: Sequence[Any], body: str) -> dict[str, Entry]:
    """Return the merged entries by name; the merger has let the first of a name win."""
    return {node.value["name"]: Entry(node.value.get(body) or {}, Path(node.path).absolute().parent) for node in nodes}
