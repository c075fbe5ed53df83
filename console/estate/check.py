"""Rules of an estate that go beyond single fields: references, unique keys, sums, bounds."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from console.estate.checks.bound import bound_problems
from console.estate.checks.kind import kind_problems
from console.estate.checks.lab import lab_problems
from console.estate.checks.profile import profile_problems
from console.estate.checks.reference import reference_problems
from console.estate.checks.row import Found
from console.estate.checks.telling import telling_problems
from console.estate.checks.unique import unique_problems

_CHECKS: tuple[Callable[[Mapping[str, Any]], Iterator[Found]], ...] = (
    unique_problems,
    reference_problems,
    bound_problems,
    kind_problems,
    lab_problems,
    telling_problems,
    profile_problems,
)


def check_data(data: Mapping[str, Any]) -> Iterator[Found]:
    """Yield (path, sentence) for everything that is wrong; parts with a wrong type are left to the schema."""
    for check in _CHECKS:
        yield from check(data)
