"""Repositories for the benchmarks of audits: real Python from this environment, a history that was made up.

The files are those of installed packages, so programs and rules meet real code. Who changed what and when is drawn with
a fixed seed: a few files take most changes, each change adds or rewrites a block of its file, a third are fixes.
"""

import random
import site
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import IO

DAY_S = 86_400
END_S = 1_790_000_000
"""When the last commit is made."""
_TITLES = (
    "Fix {name} when nothing is given", "Fix wrong result of {name}", "Prevent a crash in {name}",
    "Add an option to {name}", "Make {name} faster", "Split {name}", "Rename things in {name}", "Improve {name}",
    "Let {name} tell more",
)  # fmt: skip
_PEOPLE = tuple(f"Person {number} <person{number}@shop.example>" for number in range(40))
_BLOCK = 25


@dataclass(frozen=True)
class _Source:
    """A file in blocks of lines; ``order`` is the one in which they came into being."""

    path: str
    blocks: tuple[bytes, ...]
    order: tuple[int, ...]

    def after(self, touches: int, of: int) -> bytes:
        """Return its text after so many of its touches: all blocks that had come, the newest first as a draft."""
        if touches >= of:
            return b"".join(self.blocks)
        count = max(1, len(self.blocks) * touches // of)
        there = sorted(self.order[:count])
        drafted = self.order[touches % count]
        return b"".join(
            self.blocks[one] if one != drafted else self.blocks[one] + b"# draft %d\n" % touches for one in there
        )


def make_repository(folder: Path, packages: Sequence[str], commits: int, *, years: int = 6, seed: int = 1) -> Path:
    """Make a bare repository with the packages' files at its tip, reached in so many commits; return its folder."""
    chance = random.Random(seed)
    sources = [_source(path, name, chance) for path, name in _files(packages)]
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "config", "core.compression", "1"], check=True)
    with subprocess.Popen(["git", "-C", str(folder), "fast-import", "--quiet"], stdin=subprocess.PIPE) as importing:
        assert importing.stdin is not None
        _write(importing.stdin, sources, commits, years, chance)
        importing.stdin.close()
    assert importing.returncode == 0
    return folder


def push(folder: Path, files: int, seed: int = 2) -> str:
    """Commit a small edit of so many Python files on top of what is there; return the commit before it."""
    chance = random.Random(seed)
    before = _git(folder, "rev-parse", "main").decode().strip()
    paths = _git(folder, "ls-tree", "-r", "--name-only", "main").decode().splitlines()
    chosen = chance.sample([one for one in paths if one.endswith(".py")], files)
    parts = [f"commit refs/heads/main\ncommitter {_PEOPLE[seed]} {END_S + seed * DAY_S} +0000\n".encode()]
    parts += [_counted(b"Add a switch"), f"from {before}\n".encode()]
    for one in chosen:
        text = (
            _git(folder, "show", f"main:{one}") + b"\n\ndef switched_%d(value: int) -> int:\n    return -value\n" % seed
        )
        parts += [f"M 100644 inline {one}\n".encode(), _counted(text)]
    subprocess.run(["git", "-C", str(folder), "fast-import", "--quiet"], input=b"".join(parts), check=True)
    return before


def line_count(folder: Path) -> int:
    """Return the lines of Python at the tip."""
    paths = _git(folder, "ls-tree", "-r", "--name-only", "main").decode().splitlines()
    return sum(_git(folder, "show", f"main:{one}").count(b"\n") for one in paths if one.endswith(".py"))


def _git(folder: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True).stdout


def _files(packages: Sequence[str]) -> Iterator[tuple[Path, str]]:
    root = Path(site.getsitepackages()[0])
    for package in packages:
        for file in sorted((root / package).rglob("*")):
            if file.suffix in {".py", ".pyi", ".js", ".md", ".txt"} and "_vendor" not in file.parts:
                yield file, str(file.relative_to(root))


def _source(file: Path, path: str, chance: random.Random) -> _Source:
    lines = file.read_bytes().splitlines(keepends=True)
    blocks = tuple(b"".join(lines[one : one + _BLOCK]) for one in range(0, len(lines), _BLOCK)) or (b"",)
    order = list(range(1, len(blocks)))
    chance.shuffle(order)
    return _Source(path, blocks, (0, *order))


def _write(stream: IO[bytes], sources: Sequence[_Source], commits: int, years: int, chance: random.Random) -> None:
    """Give each file its touches by a steep law, spread them over the time, and write commit by commit."""
    weights = list(accumulate(len(one.blocks) ** 0.7 / (1 + place) ** 0.6 for place, one in enumerate(sources)))
    picked = [sorted(set(chance.choices(range(len(sources)), cum_weights=weights, k=1 + chance.randrange(3))))
              for _ in range(commits - 1)]  # fmt: skip
    totals = [1] * len(sources)
    for one in picked:
        for number in one:
            totals[number] += 1
    first, done = range(len(sources)), [0] * len(sources)
    step = years * 365 * DAY_S // commits
    for place, chosen in enumerate([first, *picked]):
        when = END_S - (commits - 1 - place) * step
        person = _PEOPLE[min(int(chance.expovariate(0.15)), len(_PEOPLE) - 1)]
        name = Path(sources[chosen[0]].path).stem
        title = "Begin" if not place else chance.choice(_TITLES).format(name=name)
        stream.write(f"commit refs/heads/main\ncommitter {person} {when} +0000\n".encode() + _counted(title.encode()))
        for number in chosen:
            done[number] += 1
            text = sources[number].after(done[number], totals[number])
            stream.write(f"M 100644 inline {sources[number].path}\n".encode() + _counted(text))


def _counted(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)
