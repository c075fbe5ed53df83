"""What git knows of commits, and reading its words."""

from dataclasses import dataclass

FORMAT = "%H%x00%P%x00%T%x00%an%x00%ae%x00%at%x00%ct%x00%B%x01"
KINDS = {"A": "added", "M": "modified", "D": "removed", "R": "renamed", "T": "modified", "C": "added"}


@dataclass(frozen=True, slots=True)
class GitCommit:
    """Times are unix seconds; ``message`` is whole, without the line end."""

    sha: str
    parents: tuple[str, ...]
    tree: str
    author: str
    mail: str
    authored_s: int
    committed_s: int
    message: str

    @property
    def subject(self) -> str:
        """Return the first line of the message."""
        return self.message.partition("\n")[0]


@dataclass(frozen=True, slots=True)
class GitChange:
    """A changed file: ``kind`` is added, modified, removed or renamed (from ``old_path``)."""

    path: str
    kind: str
    old_path: str
    added: int
    deleted: int


@dataclass(frozen=True, slots=True)
class GitComparison:
    """``commits`` are what the head has more, newest first; ``behind`` counts what the base has more."""

    base: GitCommit
    merge_base: GitCommit
    commits: tuple[GitCommit, ...]
    behind: int
    files: tuple[GitChange, ...]


def read_commits(output: bytes) -> tuple[GitCommit, ...]:
    """Return the commits of a ``git log`` with ``FORMAT``."""
    found = []
    for record in output.decode("utf-8", "replace").split("\x01"):
        parts = record.lstrip("\n").split("\x00")
        if len(parts) == 8:
            sha, parents, tree, author, mail, authored, committed, message = parts
            found.append(
                GitCommit(
                    sha, tuple(parents.split()), tree, author, mail, int(authored), int(committed), message.strip()
                )
            )
    return tuple(found)


def read_changes(names: bytes, numbers: bytes) -> tuple[GitChange, ...]:
    """Return the files of ``git diff --name-status -z -M`` and ``git diff --numstat -z -M``."""
    counts = _counts(numbers)
    words = names.decode("utf-8", "replace").split("\0")
    found, place = [], 0
    while place < len(words) - 1:
        letter = words[place][:1]
        old, path = (words[place + 1], words[place + 2]) if letter in "RC" else ("", words[place + 1])
        place += 3 if letter in "RC" else 2
        found.append(GitChange(path, KINDS.get(letter, "modified"), old, *counts.get(path, (0, 0))))
    return tuple(found)


def _counts(numbers: bytes) -> dict[str, tuple[int, int]]:
    words = numbers.decode("utf-8", "replace").split("\0")
    found: dict[str, tuple[int, int]] = {}
    place = 0
    while place < len(words) - 1:
        added, deleted, path = words[place].split("\t", 2)
        if not path:  # a rename: the two paths follow
            path = words[place + 2]
            place += 2
        found[path] = (int(added) if added.isdigit() else 0, int(deleted) if deleted.isdigit() else 0)
        place += 1
    return found
