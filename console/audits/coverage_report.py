"""Coverage as a report in the repository says it: Cobertura, lcov, JaCoCo; never parsed as XML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.audits.repository.checkout import Checkout

_COBERTURA = re.compile(
    r'<class\b[^>]*?\bfilename="([^"]+)"|<line\b[^>]*?\bnumber="(\d{1,9})"[^>]*?\bhits="(\d{1,9})\d*"'
)
_LCOV = re.compile(r"^SF:(.+)$|^DA:(\d{1,9}),(\d{1,9})", re.M)
_PACKAGE = re.compile(r'<package\b[^>]*?\bname="([^"]*)"')
_JACOCO = re.compile(r'<sourcefile\b[^>]*?\bname="([^"]+)"|<line\b[^>]*?\bnr="(\d{1,9})"[^>]*?\bci="(\d{1,9})\d*"')
Hits = dict[str, dict[int, int]]


def coverage_of(checkout: Checkout) -> Hits:
    """Return how often each line ran, by tracked path; empty without a report."""
    found: Hits = {}
    for path in sorted(checkout.paths):
        reader = _lcov if path.endswith(".lcov") else _READERS.get(path.rpartition("/")[2])
        if reader is not None:
            for name, lines in reader(checkout.text(path)).items():
                tracked = _tracked(checkout, path, name)
                if tracked:
                    found.setdefault(tracked, {}).update(lines)
    return found


def _tracked(checkout: Checkout, report: str, name: str) -> str:
    """Return the one tracked file that a name in a report means: reports name files from folders of their own."""
    name = name.replace("\\", "/").removeprefix("./")
    folder = report
    while folder:  # of a project of several parts, the part that the report lies in
        folder = folder.rpartition("/")[0]
        if (beside := f"{folder}/{name}".removeprefix("/")) in checkout.paths:
            return beside
    near = [one for one in checkout.paths if one.endswith(f"/{name}") or name.endswith(f"/{one}")]
    return near[0] if len(near) == 1 else ""


def _rows(expression: re.Pattern[str], text: str, prefix: str = "") -> Hits:
    found: Hits = {}
    lines: dict[int, int] = {}
    for name, number, hits in expression.findall(text):
        if name:
            lines = found.setdefault(prefix + name.strip(), {})
        else:
            lines[int(number)] = max(lines.get(int(number), 0), int(hits))
    return found


def _jacoco(text: str) -> Hits:
    names = list(_PACKAGE.finditer(text))
    found: Hits = {}
    for place, one in enumerate(names):
        end = names[place + 1].start() if place + 1 < len(names) else len(text)
        found |= _rows(_JACOCO, text[one.end() : end], f"{one[1]}/" if one[1] else "")
    return found


def _cobertura(text: str) -> Hits:
    return _rows(_COBERTURA, text)


def _lcov(text: str) -> Hits:
    return _rows(_LCOV, text)


_READERS: dict[str, Callable[[str], Hits]] = {
    "coverage.xml": _cobertura, "cobertura.xml": _cobertura, "cobertura-coverage.xml": _cobertura,
    "coverage.cobertura.xml": _cobertura, "lcov.info": _lcov, "lcov.dat": _lcov, "jacoco.xml": _jacoco,
    "jacocoTestReport.xml": _jacoco,
}  # fmt: skip
