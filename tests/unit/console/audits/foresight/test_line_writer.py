"""Who wrote each line: what continues an earlier answer says the same as git asked anew, and asks for less."""

import random
import subprocess
from pathlib import Path

import pytest
from msgspec import msgpack

from console.audits.foresight.line_writer import LineWriters, line_writers
from console.audits.repository.checkout import Checkout
from tests.fakes.planted_repository import PlantedRepository

_PEOPLE = ("Ann <ann@shop.example>", "Bob <bob@shop.example>", "Çem <CEM@shop.example>")


@pytest.fixture
def blamed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return the arguments of every blame that is started from now on."""
    found: list[list[str]] = []
    began = subprocess.Popen.__init__

    def noted(self: object, line: list[str], *given: object, **named: object) -> None:
        if "blame" in line:
            found.append(line[line.index("blame") + 3 :])
        began(self, line, *given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    return found


def _who(checkout: Checkout, known: LineWriters | None = None, path: str = "a.py") -> list[str]:
    found = line_writers(checkout, path, known)
    return [found.people[one].partition("\t")[0] for one in found.lines]


def test_lines_are_those_of_who_wrote_them_and_moved_spaces_keep_their_author(tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"a.py": "a = 1\nb = 2\n"}, author=_PEOPLE[0])
    repository.commit({"a.py": "a = 1\n    b = 2\nc = 3\n"}, author=_PEOPLE[2])
    found = line_writers(repository.checkout(), "a.py", None)
    assert found.people == ("ann\tann@shop.example", "çem\tcem@shop.example")
    assert (found.lines, found.commit) == ((0, 0, 1), repository.checkout().commit)


def test_after_any_history_what_is_continued_is_what_git_says_anew(tmp_path: Path) -> None:
    chance, repository = random.Random(7), PlantedRepository(tmp_path / "shop")
    lines = [f"value_{one} = {one}" for one in range(12)]
    repository.commit({"a.py": "\n".join(lines)})
    known = [line_writers(repository.checkout(), "a.py", None)]
    for step in range(25):
        place = chance.randrange(len(lines))
        lines[place : place + chance.randrange(3)] = chance.choice(
            [[f"fresh_{step} = {step}"], [], ["same = 1", "same = 1"], [f"  {lines[place]}"]]
        )
        repository.commit({"a.py": "\n".join(lines) + "\n" * chance.randrange(2)}, author=chance.choice(_PEOPLE))
        checkout = repository.checkout()
        anew = line_writers(checkout, "a.py", None)
        assert line_writers(checkout, "a.py", chance.choice(known)) == anew
        known.append(msgpack.decode(msgpack.encode(anew), type=LineWriters))


def test_only_what_came_since_is_asked_for(tmp_path: Path, blamed: list[list[str]]) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    before = repository.commit({"a.py": "a = 1\n"}, author=_PEOPLE[0])
    known = line_writers(repository.checkout(), "a.py", None)
    after = repository.commit({"a.py": "a = 1\nb = 2\n"}, author=_PEOPLE[1])
    assert _who(repository.checkout(), known) == ["ann", "bob"]
    assert blamed == [[before, "--", "a.py"], [after, f"^{before}", "--", "a.py"]]


def test_a_merge_of_older_lines_is_asked_anew(tmp_path: Path, blamed: list[list[str]]) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"a.py": "a = 1\n\n\n\nb = 2\n"}, author=_PEOPLE[0])
    repository.git("branch", "side")
    repository.commit({"a.py": "a = 2\n\n\n\nb = 2\n"}, author=_PEOPLE[1])
    known = line_writers(repository.checkout(), "a.py", None)
    repository.git("checkout", "-q", "side")
    repository.commit({"a.py": "a = 1\n\n\n\nb = 3\n"}, author=_PEOPLE[2])
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge side", "side")
    checkout = repository.checkout()
    assert _who(checkout, known) == _who(checkout) == ["bob", "ann", "ann", "ann", "çem"]


@pytest.mark.parametrize("change", ["gone", "named otherwise", "renamed", "earlier"])
def test_what_is_known_of_something_else_says_nothing(tmp_path: Path, change: str) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"a.py": "a = 1\nb = 2\nc = 3\n", "b.py": "x = 1\n"}, author=_PEOPLE[0])
    first = repository.checkout()
    repository.commit({"a.py": "a = 1\nb = 2\nc = 4\n"}, author=_PEOPLE[1])
    known = line_writers(repository.checkout(), "a.py", None)
    wrong, path, checkout = known._replace(people=("nobody", "none")), "a.py", repository.checkout()
    if change == "gone":
        wrong = wrong._replace(commit="d" * 40)
    elif change == "named otherwise":
        repository.commit({".mailmap": "Anna <ann@shop.example>\n", "a.py": "a = 1\nb = 3\nc = 4\n"})
        checkout = repository.checkout()
    elif change == "renamed":
        repository.git("mv", "a.py", "c.py")
        repository.commit({"b.py": "x = 2\n"})
        checkout, path = repository.checkout(), "c.py"
    else:
        checkout = first
    assert _who(checkout, wrong, path) == _who(checkout, None, path)
