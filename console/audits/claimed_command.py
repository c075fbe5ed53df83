"""Which commands of a README cannot work: their target, script, module, file or environment is not there."""

from __future__ import annotations

import posixpath
import re
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from console.audits.claimed_build import lacking_crate_part, lacking_module
from console.audits.page_place import is_elsewhere
from console.audits.project_settings import json_settings, toml_settings
from console.audits.tracked_folder import tracked_folders
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.audits.repository.checkout import Checkout
    from console.audits.shown_command import ShownCommand

_TARGET = re.compile(r"^([^\s:#=][^:#=\n]*?)\s*:(?![:=])", re.M)
_INCLUDE = re.compile(r"^-?s?include\s+(.+)$", re.M)
_VALUE = r"^(?:export )?{name}\s*[:?+]?=\s*(.*)$"
_MAKING = frozenset(
    ["Makefile", "makefile", "GNUmakefile", "CMakeLists.txt", "configure", "configure.ac", "Makefile.am", "Makefile.in"]
)
_JUST_FILES, _MAKEFILES = ("justfile", "Justfile", ".justfile"), ("GNUmakefile", "makefile", "Makefile")
_PACKAGE = ("package.json",)
_SET_UP = {
    "make": _MAKEFILES, "just": _JUST_FILES, "tox": ("tox.ini",), "npm": _PACKAGE, "pnpm": _PACKAGE, "yarn": _PACKAGE,
    "bun": _PACKAGE,
}  # fmt: skip
_PROJECT = re.compile(r"/(pyproject\.toml|setup\.(py|cfg)|package\.json|Cargo\.toml|go\.mod|main\.(go|rs))$")
_PLAIN = re.compile(r"[A-Za-z_][\w.:/-]*\Z")
_RUN = frozenset({"run", "run-script"})
_OFTEN = frozenset(
    ["build", "dev", "lint", "serve", "watch", "format", "deploy", "release", "typecheck", "e2e", "storybook"]
)
_ELSEWHERE = frozenset(
    ["-w", "--workspace", "--workspaces", "-ws", "--prefix", "-C", "--dir", "--filter", "-F", "-r", "--recursive",
     "--cwd", "workspace", "workspaces"]
)  # fmt: skip
_CRATE_KINDS = {"--bin": "src/bin", "--example": "examples"}
_CRATE_STEPS = frozenset({"run", "r", "build", "b", "check", "test", "t"})
_CRATE_NAME = re.compile(r"(?<![\w.-])name[ \t]*=[ \t]*[\"']([\w-]+)[\"']")
_COMMON_MODULES = frozenset(
    ["pip", "pytest", "build", "twine", "pre_commit", "virtualenv", "tox", "nox", "mypy", "ruff", "black", "uvicorn",
     "gunicorn", "flask", "django", "coverage", "unittest", "hatch", "poetry", "pdm", "uv", "pipx", "isort", "flake8",
     "pylint", "sphinx", "mkdocs", "celery", "alembic", "jupyter", "ipykernel", "streamlit", "spacy", "grpc_tools"]
)  # fmt: skip
_PLACEHOLDER = re.compile(
    r"[<>{}$*…]|(^|[/_.-])(my|your|some|foo|bar|path|example|placeholder)([/_.-]|\d|$)|\.\.\.(?!$)", re.I
)


def why_it_fails(checkout: Checkout, command: ShownCommand) -> str:
    """Return what a command lacks; empty: nothing that can be seen from here."""
    check = _CHECKS.get(command.words[0])
    if check is None or command.folder is None or _PLACEHOLDER.search(" ".join(command.words)):
        return ""
    return check(checkout, command.words, command.folder)


def why_it_fails_in(checkout: Checkout, ways: Sequence[ShownCommand]) -> str:
    """Return what a command of a page of a sub-project lacks, wherever it is meant from.

    ``ways`` are the command as it runs from the page's folder, from those above it, and from the root.
    """
    here = ways[0]
    if here.folder is None:
        return ""
    lacks = [why_it_fails(checkout, one) for one in ways if one.folder is not None and _is_set_up(checkout, one)]
    if not lacks:
        return why_it_fails(checkout, here)
    return lacks[0] if all(lacks) else ""


def _is_set_up(checkout: Checkout, command: ShownCommand) -> bool:
    """Return whether a folder has the file that a program takes its targets from; other programs have none."""
    names, folder = _SET_UP.get(command.words[0]), command.folder or ""
    return names is None or any(posixpath.join(folder, one) in checkout.paths for one in names)


def file_names(checkout: Checkout) -> frozenset[str]:
    """Return the last parts of all paths."""
    return checkout.once("file-names", lambda: frozenset(one.rpartition("/")[2] for one in checkout.paths))


def _make(checkout: Checkout, words: tuple[str, ...], folder: str) -> str:
    wanted, rest = [], iter(words[1:])
    for one in rest:
        if one in {"-f", "--file"}:
            return ""
        if one in {"-C", "--directory"}:
            folder = posixpath.normpath(posixpath.join(folder, next(rest, "")))
        elif not one.startswith("-") and "=" not in one:
            wanted.append(one)
    if not all(_PLAIN.match(one) for one in wanted):
        return ""
    if not file_names(checkout) & _MAKING:
        return t("there is no Makefile")
    makefile = next((path for one in _MAKEFILES if (path := posixpath.join(folder, one)) in checkout.paths), "")
    known = checkout.once(f"targets-{makefile}", lambda: _targets(checkout, makefile)) if makefile else None
    missing = [one for one in wanted if known is not None and not any(row.fullmatch(one) for row in known)]
    return t("make has no target {name}", name=missing[0]) if missing else ""


def _targets(checkout: Checkout, makefile: str) -> tuple[re.Pattern[str], ...] | None:
    """Return the targets of a Makefile and of what it includes; ``None``: not all of them can be known."""
    text = checkout.text(makefile)
    for names in _INCLUDE.findall(text):
        for name in names.split():
            path = posixpath.normpath(posixpath.join(posixpath.dirname(makefile), name))
            if path not in checkout.paths or "$" in name:
                return None
            text += "\n" + checkout.text(path)
    rows = [one for row in _TARGET.findall(text) for one in row.split()]
    for name in {one[2:-1] for one in rows if re.fullmatch(r"\$[({]\w+[)}]", one)}:
        rows += [one for value in re.findall(_VALUE.format(name=name), text, re.M) for one in value.split()]
    alone = re.compile(r"\$[({]\w+[)}]")
    if any("$" in one and "/" not in one and "%" not in one and not alone.fullmatch(one) for one in rows):
        return None
    plain = [one for one in rows if "$" not in one and one not in {"%", ".DEFAULT"}]
    if len(plain) < len(rows) and any(one in {"%", ".DEFAULT"} for one in rows):
        return None
    return tuple(re.compile(r".+".join(re.escape(part) for part in one.split("%", 1))) for one in plain)


def _npm(checkout: Checkout, words: tuple[str, ...], folder: str) -> str:
    given = [one for one in words[1:] if not one.startswith("-")]
    if not given or _ELSEWHERE & {one.partition("=")[0] for one in words}:
        return ""
    tool, first = words[0], given[0]
    is_run = first in _RUN and len(given) > 1
    name = given[1] if is_run else first
    is_script = is_run or first in {"test", "start"} or (tool != "npm" and (":" in first or first in _OFTEN))
    if not is_script or (tool == "bun" and not is_run) or not _PLAIN.match(name):
        return ""
    scripts = _scripts(checkout, folder)
    starts = tool in {"npm", "pnpm"} and name == "start" and posixpath.join(folder, "server.js") in checkout.paths
    is_known = scripts is None or name in scripts or ((starts or name in {"stop", "restart"}) and not is_run)
    return "" if is_known else t("package.json has no script {name}", name=name)


def _scripts(checkout: Checkout, folder: str) -> frozenset[str] | None:
    """Return the scripts of the nearest package; none where there is no package at all; ``None``: not known."""
    if "package.json" not in file_names(checkout):
        return frozenset()
    while posixpath.join(folder, "package.json") not in checkout.paths:
        if not folder:
            return None
        folder = posixpath.dirname(folder)
    settings = json_settings(checkout, posixpath.join(folder, "package.json"))
    scripts = settings.get("scripts", {}) if settings is not None else None
    return frozenset(scripts) if isinstance(scripts, dict) else None


def _python(checkout: Checkout, words: tuple[str, ...], _folder: str) -> str:
    module = words[2] if len(words) > 2 and words[1] == "-m" else ""
    is_known = not re.fullmatch(r"[a-z_][\w.]*", module) or has_module(checkout, module)
    return "" if is_known else t("there is no module {name}", name=module)


def has_module(checkout: Checkout, module: str) -> bool:
    """Return whether a module is here, or none that would have to be here."""
    return checkout.once(f"module-{module}", lambda: _has_module(checkout, module))


def _has_module(checkout: Checkout, module: str) -> bool:
    name, _, inside = module.rstrip(".").partition(".")
    place = f"{name}/{inside.replace('.', '/')}"
    if inside and any(f"/{name}/" in f"/{one}" for one in checkout.paths):
        return any(f"/{place}." in f"/{one}" or f"/{place}/" in f"/{one}" for one in checkout.paths)
    own = {part for one in checkout.paths if one.endswith(".py") for part in one.removesuffix(".py").split("/")}
    is_ours = any(one.endswith(".py") for one in checkout.paths)
    return not is_ours or name in own or name in _COMMON_MODULES or name in sys.stdlib_module_names


def _named_file(checkout: Checkout, words: tuple[str, ...], folder: str) -> str:
    """Look for the file behind ``-f`` or ``-r``."""
    for flag, name in pairwise(words):
        is_file = flag in {"-f", "-r", "--requirement", "--file", "--filename", "-c", "--constraint"}
        is_ours = "://" not in name and not name.startswith(("/", "~", "-"))
        if is_file and is_ours and re.search(r"\.\w+$|Dockerfile", name):
            places = {posixpath.normpath(posixpath.join(one, name)) for one in (folder, "")}
            if not any(_is_path(checkout, one) for one in places):
                return t("{target} does not exist", target=name[:120])
    return ""


def _is_path(checkout: Checkout, place: str) -> bool:
    is_other = place == "." or place.startswith("..") or is_elsewhere(checkout, place)
    return is_other or place in checkout.paths or place in tracked_folders(checkout)


def _go(checkout: Checkout, words: tuple[str, ...], folder: str) -> str:
    given = [one for one in words[2:] if one.startswith("./") and "..." not in one]
    is_asked = words[1:2] in (("run",), ("build",), ("install",), ("test",)) and given
    place = posixpath.normpath(posixpath.join(folder, given[-1])) if is_asked else ""
    return "" if not is_asked or _is_path(checkout, place) else t("{target} does not exist", target=given[-1][:120])


def _helm(checkout: Checkout, words: tuple[str, ...], folder: str) -> str:
    """Look for the chart that lies in the repository."""
    given = [one for flag, one in pairwise(words) if one.startswith("./") and not flag.startswith("-")]
    is_asked = words[1:2] in (("install",), ("upgrade",), ("template",), ("lint",))
    has_charts = "Chart.yaml" in file_names(checkout)  # else the reader makes or fetches the chart
    chart = given[0] if is_asked and has_charts and given and not given[0].endswith(".tgz") else ""
    is_there = not chart or _is_path(checkout, posixpath.normpath(posixpath.join(folder, chart)))
    return "" if is_there else t("{target} does not exist", target=chart[:120])


def _cargo(checkout: Checkout, words: tuple[str, ...], _folder: str) -> str:
    """Look for the program or the example of a crate that is named."""
    asked = words[: words.index("--")] if "--" in words else words
    given = [pair for pair in pairwise(asked) if pair[0] in _CRATE_KINDS and _PLAIN.match(pair[1])]
    if not given or asked[1] not in _CRATE_STEPS or "Cargo.toml" not in file_names(checkout):
        return lacking_crate_part(checkout, asked)
    missing = [name for flag, name in given if name not in _made_by_crates(checkout, flag.removeprefix("--"))]
    return t("no program is called {name}", name=missing[0][:80]) if missing else lacking_crate_part(checkout, asked)


def _made_by_crates(checkout: Checkout, kind: str) -> frozenset[str]:
    """Return the names of all programs (``bin``) or examples of the crates of a repository."""
    return checkout.once(f"made-by-crates-{kind}", lambda: _named_by_crates(checkout, kind))


def _named_by_crates(checkout: Checkout, kind: str) -> frozenset[str]:
    place = re.compile(rf"(?:^|/){_CRATE_KINDS[f'--{kind}']}/([^/]+?)(?:\.rs|/main\.rs)$")
    crates = [one for one in checkout.paths if one.rpartition("/")[2] == "Cargo.toml"]
    named = {one[1] for path in crates for one in _CRATE_NAME.finditer(checkout.text(path))}
    return frozenset(named.union(one[1] for path in checkout.paths if (one := place.search(path)) is not None))


def _tox(checkout: Checkout, words: tuple[str, ...], folder: str) -> str:
    text = checkout.text(posixpath.join(folder, "tox.ini"))
    name = next((after for one, after in pairwise(words) if one == "-e"), "")
    is_known = not text or "{" in text or not name or "," in name or re.match(r"py\d*|\.", name) is not None
    is_named = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) is not None
    return "" if is_known or is_named else t("tox has no environment {name}", name=name[:80])


def _just(checkout: Checkout, words: tuple[str, ...], folder: str) -> str:
    path = next((path for one in _JUST_FILES if (path := posixpath.join(folder, one)) in checkout.paths), "")
    text = checkout.text(path) if path else ""
    name = words[1] if len(words) > 1 and _PLAIN.match(words[1]) else ""
    is_known = not name or not text or re.search(r"^(import|mod)\b", text, re.M) is not None
    is_there = re.search(rf"^(@?{re.escape(name)}\b[^:=\n]*:(?!=)|alias {re.escape(name)}\b)", text, re.M) is not None
    return "" if is_known or is_there else t("just has no recipe {name}", name=name[:80])


def _through(checkout: Checkout, words: tuple[str, ...], folder: str) -> str:
    """Look at what ``poetry run``, ``uv run`` and the like start."""
    if words[1:2] != ("run",) or len(words) < 3:
        return ""
    if is_unprovided(checkout, words[2], folder):
        return t("no program is called {name}", name=words[2])
    return _python(checkout, words[2:], folder) if words[2].startswith("python") else ""


def is_unprovided(checkout: Checkout, program: str, folder: str = "") -> bool:
    """Return whether a program that is named after the Python project of a folder is none that the project brings."""
    settings = posixpath.join(folder, "pyproject.toml")
    project: dict[str, Any] = dict(toml_settings(checkout, settings, "project") or {})
    poetry = toml_settings(checkout, settings, "tool", "poetry") or {}
    name = str(project.get("name") or poetry.get("name") or "").lower().replace("_", "-")
    is_ours = bool(name) and re.fullmatch(rf"{re.escape(name)}(ctl|d|-[\w-]+)?", program) is not None
    is_in_code = any(posixpath.join(folder, one) in checkout.paths for one in ("setup.py", "setup.cfg"))
    if not is_ours or is_in_code or "scripts" in project.get("dynamic", ()):
        return False
    given = {*project.get("scripts", ()), *project.get("gui-scripts", ()), *poetry.get("scripts", ())}
    return program not in given and not {program, f"{program}.sh"} & (file_names(checkout) | _beside(checkout))


def _beside(checkout: Checkout) -> frozenset[str]:
    """Return the names of the folders that have settings of their own: packages beside one another bring programs."""
    return checkout.once(
        "project-names",
        lambda: frozenset(posixpath.basename(posixpath.dirname(one)) for one in checkout.paths if _PROJECT.search(one)),
    )


_CHECKS: dict[str, Callable[[Checkout, tuple[str, ...], str], str]] = {
    "make": _make, "npm": _npm, "pnpm": _npm, "yarn": _npm, "bun": _npm, "python": _python, "python3": _python,
    "pip": _named_file, "pip3": _named_file, "docker": _named_file, "docker-compose": _named_file,
    "kubectl": _named_file, "helm": _helm, "go": _go, "cargo": _cargo, "tox": _tox, "just": _just,
    "mvn": lacking_module, "./mvnw": lacking_module, "./gradlew": lacking_module,
    "poetry": _through, "uv": _through, "pdm": _through, "hatch": _through, "rye": _through,
}  # fmt: skip
