"""Which paths hold code of the product, in any language: neither tests nor documents nor what others wrote."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath

from console.audits.repository.path_class import PathClass, is_test_or_case, path_class

_CODE = frozenset(
    {
        ".py",
        ".pyx",
        ".pxd",
        ".js",
        ".mjs",
        ".cjs",
        ".jsx",
        ".ts",
        ".mts",
        ".cts",
        ".tsx",
        ".vue",
        ".svelte",
        ".go",
        ".java",
        ".kt",
        ".kts",
        ".scala",
        ".groovy",
        ".clj",
        ".rs",
        ".c",
        ".h",
        ".cc",
        ".cpp",
        ".cxx",
        ".hh",
        ".hpp",
        ".hxx",
        ".ipp",
        ".m",
        ".mm",
        ".cs",
        ".fs",
        ".vb",
        ".rb",
        ".php",
        ".pl",
        ".pm",
        ".lua",
        ".swift",
        ".dart",
        ".ex",
        ".exs",
        ".erl",
        ".hs",
        ".ml",
        ".mli",
        ".jl",
        ".r",
        ".nim",
        ".zig",
        ".cr",
        ".sol",
        ".sh",
        ".bash",
        ".sql",
        ".tf",
        ".rego",
    }
)
_TEST_NAME = re.compile(r"(^|[._-])(tests?|spec|specs)\.\w+$|(Test|Tests|Spec|IT)\.\w+$|^(test|spec)_", re.ASCII)
_ASIDE = re.compile(r"(^|/)(examples?|samples?|demos?|benchmarks?|bench|perf|docs?|documentation|website)/", re.I)


@lru_cache(maxsize=1 << 16)
def is_product_code(path: str) -> bool:
    """Return whether fixes of a path are fixes of the product."""
    return PurePosixPath(path).suffix.lower() in _CODE and _kind(path) is PathClass.SOURCE and not _ASIDE.search(path)


@lru_cache(maxsize=1 << 16)
def is_test_code(path: str) -> bool:
    """Return whether a path holds tests, in whatever language, or cases of them as data."""
    return _kind(path) is PathClass.TEST or is_test_or_case(path)


def _kind(path: str) -> PathClass:
    """Languages that no rule looks into are classed by their folders, as one that is."""
    kind = path_class(path)
    pure = PurePosixPath(path)
    if kind is PathClass.OTHER and pure.suffix.lower() in _CODE:
        kind = path_class(f"{path.removesuffix(pure.suffix)}.py")
    return PathClass.TEST if kind is PathClass.SOURCE and _TEST_NAME.search(pure.name) else kind
