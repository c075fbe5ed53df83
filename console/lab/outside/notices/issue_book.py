"""Issues that were opened at the lab's trackers."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class TrackedIssue:
    """``marks`` are the labels (Jira) or the description (Linear) by which it is found again."""

    number: int
    title: str
    marks: str
    done: bool = False
    comments: list[str] = field(default_factory=list)


class IssueBook:
    """The issues of one tracker; ``prefix`` begins their keys."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self._issues: dict[str, TrackedIssue] = {}

    def open(self, title: str, marks: str) -> str:
        """Open an issue and return its key."""
        number = len(self._issues) + 1
        self._issues[f"{self.prefix}-{number}"] = TrackedIssue(number, title, marks)
        return f"{self.prefix}-{number}"

    def get(self, key: str) -> TrackedIssue | None:
        """Return an issue; ``None`` when there is none of that key."""
        return self._issues.get(key)

    def find_open(self, mark: str) -> str | None:
        """Return the key of the newest open issue with a mark."""
        found = [key for key, one in self._issues.items() if mark in one.marks and not one.done]
        return found[-1] if found else None
