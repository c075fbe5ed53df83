"""Rows kept by content: read once, again when the content or the file that keeps them is another. Proves G1.6."""

from pathlib import Path

from console.audits.repository.content_book import ContentBook
from console.audits.repository.file_book import file_book
from tests.fakes.planted_repository import PlantedRepository


def _repository(folder: Path) -> PlantedRepository:
    repository = PlantedRepository(folder / "shop")
    repository.commit({"a.py": "A = 1\n", "b.py": "B = 1\n"})
    return repository


def _book(repository: PlantedRepository, reader: str = "counts") -> ContentBook[int]:
    return file_book(repository.checkout(), reader, ["a.py", "b.py"], int)


def test_only_what_changed_is_read_again_and_what_was_before_is_still_known(tmp_path: Path) -> None:
    repository = _repository(tmp_path)
    first = _book(repository)
    assert first.missing == ("a.py", "b.py")
    assert first.whole({"a.py": 1}, 0) == {"a.py": 1, "b.py": 0}
    repository.commit({"b.py": "B = 2\n"})
    second = _book(repository)
    assert second.missing == ("b.py",)
    assert second.whole({"b.py": 2}, 0) == {"a.py": 1, "b.py": 2}
    repository.commit({"b.py": "B = 1\n"})
    assert _book(repository).whole({}, 9) == {"a.py": 1, "b.py": 0}
    assert _book(repository, "another reader").missing == ("a.py", "b.py")


def test_a_damaged_file_and_one_that_cannot_be_written_only_mean_reading_again(tmp_path: Path) -> None:
    repository = _repository(tmp_path)
    checkout = repository.checkout()
    _book(repository).whole({"a.py": 1, "b.py": 1}, 0)
    assert checkout.cache is not None
    (kept,) = (checkout.cache / "files" / checkout.repository.name).glob("counts.msgpack")
    kept.write_bytes(kept.read_bytes()[:-2])
    assert _book(repository).missing == ("a.py", "b.py")
    kept.unlink()
    kept.mkdir()
    assert _book(repository).whole({"a.py": 1, "b.py": 2}, 0) == {"a.py": 1, "b.py": 2}
