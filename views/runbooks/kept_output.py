"""The output of a step that ended before, as it is kept on disk."""

from __future__ import annotations

from console.services.runbooks.step_output import MOST_LINES, Lines


class KeptOutput:
    """Implements ``OutputSource`` with the last lines of a text; the record of the run has all of it."""

    def __init__(self, text: str) -> None:
        lines = text.splitlines()
        self._lines, self._first = lines[-MOST_LINES:], max(0, len(lines) - MOST_LINES)

    def since(self, sequence: int) -> Lines:
        """Return the lines from number ``sequence`` on."""
        start = max(sequence, self._first)
        return Lines(tuple(self._lines[start - self._first :]), self._first + len(self._lines), start - sequence)
