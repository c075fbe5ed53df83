"""What commands are once the values of a matrix stand in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_USED = re.compile(r"\$\{\{\s{0,9}matrix\.([\w.-]{1,80})\s{0,9}\}\}")
_MOST_VALUES, _LONGEST_VALUE, _LONGEST_LINE, _MOST_LINES = 20, 100, 300, 100


def with_matrix(commands: str, job: Mapping[str, Any]) -> str:
    """Return the commands of a job, and after them each line that uses its matrix with each of the values."""
    strategy = job.get("strategy")
    matrix = strategy.get("matrix") if isinstance(strategy, dict) else None
    if not isinstance(matrix, dict) or "matrix." not in commands:
        return commands
    values = _values(matrix)
    lines = [one for one in commands.splitlines() if len(one) < _LONGEST_LINE and _USED.search(one)][:_MOST_LINES]
    return "\n".join([commands, *(each for one in lines for each in _told(one, values))])


def _told(line: str, values: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield a line with each value of the first that it uses, and the first value of the others."""
    first = _USED.search(line)
    for value in values.get(first[1], ()) if first is not None else ():
        told = line.replace(first[0], value)  # type: ignore[index]  # a value is there, so it was found
        yield _USED.sub(lambda one: next(iter(values.get(one[1], ())), ""), told)


def _values(matrix: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the values of each name, also of those inside (``matrix.os.name``) and of combinations that are added."""
    found: dict[str, list[str]] = {}
    rows = [(name, part) for name, part in matrix.items() if name not in {"include", "exclude"}]
    included = matrix.get("include")
    for one in included[:_MOST_VALUES] if isinstance(included, list) else ():
        rows += one.items() if isinstance(one, dict) else ()
    for name, part in rows:
        for one in part[:_MOST_VALUES] if isinstance(part, list) else [part]:
            inner = [(f"{name}.{key}", each) for key, each in one.items()] if isinstance(one, dict) else [(name, one)]
            for key, each in inner:
                known = found.setdefault(key, [])
                if len(known) < _MOST_VALUES and not isinstance(each, (dict, list)):
                    known.append(str(each)[:_LONGEST_VALUE])
    return found
