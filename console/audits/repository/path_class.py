"""What a path is by its name alone: source, test, document, vendored, generated; and its language."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from pathlib import PurePosixPath


class PathClass(StrEnum):
    """``OTHER``: settings, assets, data."""

    SOURCE = "source"
    TEST = "test"
    DOCUMENT = "document"
    VENDORED = "vendored"
    GENERATED = "generated"
    OTHER = "other"


class Language(StrEnum):
    """Languages whose files are looked into; ``PYTHON`` to ``TYPESCRIPT`` deeply."""

    PYTHON = "python"
    JAVASCRIPT = "javascript"
    TYPESCRIPT = "typescript"
    GO = "go"
    JAVA = "java"
    RUST = "rust"
    C = "c"
    CPP = "cpp"
    SHELL = "shell"
    YAML = "yaml"


_LANGUAGES = {
    ".py": Language.PYTHON,
    ".pyi": Language.PYTHON,
    ".js": Language.JAVASCRIPT,
    ".mjs": Language.JAVASCRIPT,
    ".cjs": Language.JAVASCRIPT,
    ".jsx": Language.JAVASCRIPT,
    ".ts": Language.TYPESCRIPT,
    ".mts": Language.TYPESCRIPT,
    ".cts": Language.TYPESCRIPT,
    ".tsx": Language.TYPESCRIPT,
    ".go": Language.GO,
    ".java": Language.JAVA,
    ".rs": Language.RUST,
    ".c": Language.C,
    ".h": Language.C,
    ".cc": Language.CPP,
    ".cpp": Language.CPP,
    ".cxx": Language.CPP,
    ".hh": Language.CPP,
    ".hpp": Language.CPP,
    ".sh": Language.SHELL,
    ".bash": Language.SHELL,
    ".yml": Language.YAML,
    ".yaml": Language.YAML,
}
_CODE = frozenset(Language) - {Language.YAML}
_UNMEASURED = frozenset(
    {
        ".rb", ".php", ".cs", ".fs", ".vb", ".kt", ".kts", ".swift", ".scala", ".groovy", ".ex", ".exs", ".erl",
        ".dart", ".clj", ".cljs", ".cljc", ".m", ".mm", ".lua", ".pl", ".hs", ".jl", ".r", ".bats",
    }
)  # fmt: skip
"""Endings of code that is not looked into: of such files only the tests are known, by their names."""
_DOCUMENTS = frozenset({".md", ".rst", ".adoc", ".txt", ".mdx"})
_VENDORED = re.compile(
    r"(^|/)(vendor|vendored|_vendor|third[_-]?party|3rdparty|node_modules|bower_components|external|extern|deps"
    r"|site-packages|wwwroot/lib|\.yarn"
    # Pages of what runs in a cluster lie in a folder Pods too.
    r"|(?-i:Carthage|(ios/|macos/|(?<!/))Pods|Pods(?!/.*\.([cm]?[jt]sx?|vue|svelte|s?css|less|html|cs|razor|go)$)))/",
    re.I,
)
_GENERATED = re.compile(
    r"^(?!.*(^|/)(src|lib|pkg|internal|cmd|tools?|app)/.*(dist|build|out)/)(.*/)?(dist|build|out)/"
    r"|(^|/)(generated|__generated__|__snapshots__|\.next|\.nuxt|storybook-static|htmlcov|lcov-report)/"
    r"|(_pb2(_grpc)?\.pyi?|\.pb(\.gw)?\.go|_pb\.(js|d\.ts)|\.min\.([mc]?js|css)|\.bundle\.js|\.generated\.\w+"
    r"|\.g\.dart|_generated\.go|zz_generated\.[\w.]+)$",
    re.I,
)
_TEST = re.compile(
    r"(^|/)(tests?|testing|__tests__|specs?|e2e|testdata|test_data|fixtures|__fixtures__|__mocks__|benches|src/test"
    r"|(integration|functional|acceptance|system|smoke|e2e|unit|ui|browser|contract|regression)[-_]?tests?"
    r"|test[-_]?(utils?|helpers?|support)|(?<!src/)(?<!app/)(?<!lib/)features/steps|step_definitions|test-d"
    r"|(?<!packages/)cypress"
    r"|src/(test\w*|\w*Test\w*)/(java|kotlin|scala|groovy))/"
    r"|(^|/)(test_[^/]+|tests?|conftest)\.(pyi?|rs|[cm]?[jt]s|go|c)$"
    r"|_(unit)?tests?\.(py|go|rs|cc|cxx|cpp|c|[cm]?[jt]sx?)$|[._-](test|spec|e2e|cy|test-d)\.[cm]?[jt]sx?$"
    r"|\w\.tests\.[cm]?[jt]sx?$|(^|/)(setup-?[tT]ests?|(jest|vitest)[.-]setup)\.[cm]?[jt]sx?$"
    r"|(Tests?|TestCase|ITCase|Spec|[a-z]IT)\.java$|(^|/)Test[A-Z]\w*\.java$|[a-z]Tests?\.(cc|cxx|cpp|c)$|\.bats$"
    r"|(^|/)test_[^/]+\.rb$|_(test|spec)\.(rb|exs?|dart|clj[cs]?|lua)$|\w(Tests?|Cest)\.php$"
    r"|\w(Tests?|TestCase|Spec|Suite)\.(cs|fs|vb|kt|swift|scala|groovy)$|\w\.\w*Tests?/",
)
_CASE = re.compile(
    r"(^|/)(tests?|__tests__|specs?/(fixtures|data|support)|testdata|test_data|src/test|e2e)/(?!(.*/)?requirements)[^\n]*"
    r"\.(json[5l]?|ya?ml|toml|txt|csv|xml|html|sql|in|out|expected|stdout|stderr)$"
    r"|\.(snap|feature|golden|ambr)$|\.approved\.\w+$"
)


@lru_cache(maxsize=1 << 16)
def path_class(path: str) -> PathClass:
    """Return what a path is; vendored and generated come first, whatever else the name says."""
    if _VENDORED.search(path):
        return PathClass.VENDORED
    if _GENERATED.search(path):
        return PathClass.GENERATED
    if _TEST.search(path) and (language_of(path) is not None or _ending(path) in _UNMEASURED):
        return PathClass.TEST
    if _ending(path) in _DOCUMENTS or path.startswith(("docs/", "doc/")):
        return PathClass.DOCUMENT
    return PathClass.SOURCE if language_of(path) in _CODE else PathClass.OTHER


@lru_cache(maxsize=1 << 16)
def language_of(path: str) -> Language | None:
    """Return the language of a path by its ending; ``None``: not looked into."""
    return _LANGUAGES.get(_ending(path))


@lru_cache(maxsize=1 << 16)
def is_test_or_case(path: str) -> bool:
    """Return whether a path is a test, or what one compares with: cases as data, snapshots, features in words."""
    kind = path_class(path)
    return kind is PathClass.TEST or (kind is not PathClass.VENDORED and _CASE.search(path) is not None)


def is_measured_code(path: str) -> bool:
    """Return whether a path is a source or a test of a language that is looked into."""
    return path_class(path) in {PathClass.SOURCE, PathClass.TEST} and language_of(path) is not None


def _ending(path: str) -> str:
    return PurePosixPath(path).suffix.lower()
