"""What a repository is made of, by the names of its files alone: languages, builds, tests, documents, pipelines."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from console.audits.ci_job import ci_kind
from console.audits.repository.path_class import PathClass, language_of, path_class
from console.domain.audit.project_structure import ProjectStructure

if TYPE_CHECKING:
    from collections.abc import Iterable

_BUILDS = {
    "pyproject.toml": "Python", "setup.py": "Python", "setup.cfg": "Python", "requirements.txt": "pip",
    "package.json": "npm", "go.mod": "Go", "Cargo.toml": "Cargo", "pom.xml": "Maven", "build.gradle": "Gradle",
    "build.gradle.kts": "Gradle", "CMakeLists.txt": "CMake", "Makefile": "make", "Dockerfile": "Docker",
    "Containerfile": "Docker", "Gemfile": "Bundler", "composer.json": "Composer", "mix.exs": "Mix",
}  # fmt: skip
_GUARDED = re.compile(r"^(\.github/|docs/)?(SECURITY\.md|CODEOWNERS)$|^\.gitlab/CODEOWNERS$", re.IGNORECASE)
_LICENCE = re.compile(r"^(licen[cs]e|copying)(\.(md|txt|rst))?$", re.IGNORECASE)


def project_structure(paths: Iterable[str], *, is_cut: bool = False) -> ProjectStructure:
    """Return the structure of a repository that has these files."""
    known = tuple(paths)
    classes = Counter(path_class(one) for one in known)
    own = [one for one in known if path_class(one) in {PathClass.SOURCE, PathClass.TEST}]
    spoken = Counter(language.value for one in own if (language := language_of(one)) is not None)
    tested = Counter(one.rpartition("/")[0] or "." for one in own if path_class(one) is PathClass.TEST)
    return ProjectStructure(
        files=len(known),
        sources=classes[PathClass.SOURCE],
        tests=classes[PathClass.TEST],
        documents=classes[PathClass.DOCUMENT],
        languages=tuple(sorted(spoken.items(), key=lambda one: (-one[1], one[0]))),
        builds=tuple(dict.fromkeys(_BUILDS[name] for one in sorted(known) if (name := _root_name(one)) in _BUILDS)),
        pipelines=tuple(dict.fromkeys(kind for one in sorted(known) if (kind := ci_kind(one)))),
        test_folders=tuple(one for one, _ in sorted(tested.items(), key=lambda one: (-one[1], one[0]))[:3]),
        is_guarded=any(_GUARDED.match(one) for one in known),
        is_licensed=any(_LICENCE.match(one) for one in known),
        is_cut=is_cut,
    )


def _root_name(path: str) -> str:
    """Return the file's name when it lies at the root or one level below, where builds begin."""
    return path.rpartition("/")[2] if path.count("/") <= 1 else ""
