"""Secrets found push by push are those of the whole history. Proves G1.6."""

import shutil
from pathlib import Path

from console.audits.tools.kingfisher_run import FoundSecret, found_secrets
from tests.fakes.planted_repository import PlantedRepository

_TOKEN = "ghp_" + "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"
_KEY = "glpat-" + "x7Yz3kQ9mLw2Vb8NcRtd"


def _whole(repository: PlantedRepository, cache: Path) -> tuple[FoundSecret, ...]:
    """Look through the whole history, with nothing kept but kingfisher's own rules."""
    checkout = repository.checkout()
    assert checkout.cache is not None
    cache.mkdir(exist_ok=True)
    if (checkout.cache / "kingfisher").is_dir():
        shutil.copytree(checkout.cache / "kingfisher", cache / "kingfisher", dirs_exist_ok=True)
    shutil.rmtree(cache / "files", ignore_errors=True)
    checkout.cache = cache
    return found_secrets(checkout)


def test_push_by_push_is_as_all_at_once_and_tells_the_line_where_the_secret_is_now(tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    first = repository.commit({"shop/a.py": f'A = 1\ntoken = "{_TOKEN}"\n'})
    assert found_secrets(repository.checkout()) == (FoundSecret("github-pat", "shop/a.py", 2, first),)
    repository.commit({"shop/a.py": f'A = 1\nB = 2\ntoken = "{_TOKEN}"\n'})
    moved = found_secrets(repository.checkout())
    assert moved == (FoundSecret("github-pat", "shop/a.py", 3, first),)
    assert moved == _whole(repository, tmp_path / "fresh")
    repository.commit({"shop/a.py": "A = 1\n"})
    gone = found_secrets(repository.checkout())
    assert gone == (FoundSecret("github-pat", "shop/a.py", 0, first),)
    assert gone == _whole(repository, tmp_path / "fresh")
