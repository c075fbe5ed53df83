"""A long history is read in two parts at once, and what is found is the same. (proves issue 9, INT01)"""

import shutil
from pathlib import Path
from random import Random
from string import ascii_letters, digits

import pytest

from console.audits.tools import kingfisher_run
from console.audits.tools.kingfisher_run import FoundSecret, found_secrets
from tests.fakes.planted_repository import PlantedRepository

_RANDOM = Random(11)


def _secret() -> str:
    return f'TOKEN = "ghp_{"".join(_RANDOM.choices(ascii_letters + digits, k=36))}"\n'


@pytest.fixture
def repository(tmp_path: Path) -> PlantedRepository:
    """Secrets that stay, that were taken back, that a side branch brought, and that were moved to another file."""
    made = PlantedRepository(tmp_path / "shop")
    kept, moved = _secret(), _secret()
    made.commit({"a.py": kept, "gone.py": _secret(), "old.py": f"x = 1\n{moved}"})
    made.commit({"a.py": f"y = 2\n{kept}", "gone.py": "x = 1\n"})
    made.git("checkout", "-q", "-b", "side")
    made.commit({"side.py": _secret()})
    made.git("checkout", "-q", "main")
    for number in range(6):
        made.commit({"b.py": f"number = {number}\n"})
    made.git("merge", "-q", "--no-ff", "-m", "Bring the side", "side")
    made.commit({"old.py": "x = 1\n", "new.py": f"{moved}z = 3\n"})
    made.commit({"c.py": _secret()})
    return made


def test_two_parts_find_what_the_whole_finds(
    repository: PlantedRepository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    began = list[tuple[str, str]]()
    begin = kingfisher_run._started
    monkeypatch.setattr(
        kingfisher_run, "_started", lambda checkout, *span: (began.append(span), begin(checkout, *span))[1]
    )

    def found(nowhere: str) -> tuple[FoundSecret, ...]:
        """Ask where nothing but the program's own rules is kept."""
        began.clear()
        checkout = repository.checkout()
        assert checkout.cache is not None
        shutil.copytree(checkout.cache / "kingfisher", tmp_path / nowhere / "kingfisher")
        checkout.cache = tmp_path / nowhere
        return found_secrets(checkout)

    found_secrets(repository.checkout())  # compiles its rules
    whole = found("whole")
    assert [since for _, since in began] == [""]
    assert {one.path for one in whole} == {"a.py", "gone.py", "old.py", "new.py", "side.py", "c.py"}
    monkeypatch.setattr(kingfisher_run, "_LONG", 2)
    for newer in (0.1, 0.3, 0.6, 0.9):
        monkeypatch.setattr(kingfisher_run, "_NEWER", newer)
        assert found(f"parts-{newer}") == whole
        assert len(began) == 2
