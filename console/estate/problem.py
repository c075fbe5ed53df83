"""What is wrong in a file: where, and one sentence; all of them together are one error."""

from collections.abc import Iterable
from dataclasses import dataclass

from console.estate.legible import legible
from console.kernel.errors import UserError
from console.kernel.i18n import t

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """Line and column, counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. ``path`` is where in the file's tree; ``sentence`` says what was expected."""

    file: str
    position: Position
    path: Path
    sentence: str

    @property
    def where(self) -> str:
        """Return the path as people write it: ``cells[2].autoscale.max``."""
        text = ""
        for part in self.path:
            text += f"[{part}]" if isinstance(part, int) else f".{legible(part)}" if text else legible(part)
        return text

    def __str__(self) -> str:
        # A dash, because "token: expected text" would look like a secret to scrub.
        place = f"{self.file}:{self.position.line}:{self.position.column}"
        return f"{place}: {self.where} - {self.sentence}" if self.path else f"{place}: {self.sentence}"


class FileInvalid(UserError):  # noqa: N818 - reads as a sentence where it is caught
    """A file that cannot be used; ``problems`` are all that were found, in the order of the file.

    ``lint`` is the command that shows them all; without one the next problem is told as well.
    """

    def __init__(self, file: str, problems: Iterable[Problem], *, lint: str = "cell-console estate lint") -> None:
        self.file = file
        self.problems = tuple(sorted(set(problems), key=lambda one: (one.position.line, one.position.column, one.path)))
        first = str(self.problems[0])
        if len(self.problems) == 1:
            hint = t("Correct it and open the file again.")
        elif lint:
            count = len(self.problems) - 1
            hint = t("More problems: {count}; see all with: {command} {file}", count=count, command=lint, file=file)
        else:
            more = str(self.problems[1])
            hint = t("More problems: {count}; the next: {problem}", count=len(self.problems) - 1, problem=more)
        super().__init__(first, hint)
