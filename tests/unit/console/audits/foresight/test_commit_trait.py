"""Traits of pushed commits: one looked at alone says what it says among all, whatever was renamed before."""

import random
from pathlib import Path

from console.audits.foresight.commit_trait import commit_traits
from tests.fakes.planted_repository import PlantedRepository

_PEOPLE = ("Ann <ann@shop.example>", "Ann <Ann@Shop.example>", "Bob <bob@shop.example>", "bot[bot] <bot@shop.example>")


def test_a_push_is_told_as_the_whole_history_tells_it(tmp_path: Path) -> None:
    chance, repository = random.Random(3), PlantedRepository(tmp_path / "shop")
    names = [f"{folder}/{name}.py" for folder in ("shop", "till") for name in "abc"]
    repository.commit({names[0]: "A = 1\n" * 30, names[3]: "B = 1\n" * 30})
    there = [names[0], names[3]]
    for step in range(40):
        kind, path = chance.randrange(4), chance.choice(there)
        free = [one for one in names if one not in there]
        if kind == 0 and free:  # to another name, some of which were used before
            repository.git("mv", path, free[0]) if (repository.folder / free[0]).parent.is_dir() else None
            there = [one for one in names if (repository.folder / one).exists()]
        elif kind == 1 and free:
            there.append(free[-1])
            repository.write({free[-1]: f"C = {step}\n" * 20})
        text = (repository.folder / there[0]).read_text("utf-8")
        repository.commit({there[0]: f"{text}X_{step} = {step}\n"}, "Fix crash", chance.choice(_PEOPLE))
        pushed = commit_traits(repository.checkout())
        anew = repository.checkout()
        anew.cache = None
        assert pushed == commit_traits(anew)
    assert len(pushed) > 20


def test_ends_of_lines_alone_are_no_change_of_the_product(tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"shop/a.py": "A = 1\n" * 30, "shop/b.py": "B = 1\n"})
    repository.commit({"shop/a.py": "A = 1\r\n" * 30}, "Normalise")
    key = repository.commit({"shop/a.py": "A = 1\r\n" * 30 + "C = 1\r\n", "shop/b.py": "B = 1\r\n"}, "Add c")
    last = commit_traits(repository.checkout())[-1]
    assert (last.id, last.files, last.added, last.deleted) == (key, 1, 1, 0)
    assert len(commit_traits(repository.checkout())) == 2
