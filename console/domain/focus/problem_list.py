"""The problems of one file, told once each however often they come."""

from dataclasses import replace

from console.domain.focus.problem import FocusProblem

MOST = 500


class ProblemList:
    """Bounded: the same trouble in the same column is counted, and different troubles are dropped beyond ``MOST``."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], FocusProblem] = {}

    def add(self, problem: FocusProblem) -> None:
        """Note a problem, or one more of its kind."""
        key = problem.column, problem.reason
        known = self._known.get(key)
        if known is not None:
            self._known[key] = replace(known, count=known.count + 1, left_out=known.left_out or problem.left_out)
        elif len(self._known) < MOST:
            self._known[key] = problem

    def all(self) -> tuple[FocusProblem, ...]:
        """Return them by line."""
        return tuple(sorted(self._known.values(), key=lambda one: (one.line, one.column)))
