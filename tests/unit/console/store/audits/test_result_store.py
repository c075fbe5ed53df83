"""One object per task: the first writer wins, half an object is none. Proves G1.5."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec.structs import replace

from console.kernel.errors import ConnectorError
from console.store.audits.audit_book import AuditBook, AuditRecord
from console.store.audits.result_store import ResultStore

ID = "0123456789abcdef0123"


def test_the_first_writer_wins_and_a_second_delivery_changes_nothing(tmp_path: Path) -> None:
    store = ResultStore(tmp_path)
    assert store.get(ID) is None
    assert store.put(ID, b"first")
    assert not store.put(ID, b"second")
    assert store.get(ID) == b"first"
    assert store.holds(ID)
    assert [one.name for one in tmp_path.rglob("*") if one.is_file()] == [f"{ID}.sarif.gz"]


def test_of_many_writers_at_once_exactly_one_wins(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda one: ResultStore(tmp_path).put(ID, str(one).encode() * 9000), range(24)))
    assert sum(won) == 1
    assert ResultStore(tmp_path).get(ID) == str(won.index(True)).encode() * 9000


PACKED = gzip.compress(b"x" * 5000, mtime=0)


@pytest.mark.parametrize("content", [b"", b"plain", PACKED[:-9], PACKED[:6]])
def test_a_damaged_object_is_an_error_until_it_is_let_go_of(tmp_path: Path, content: bytes) -> None:
    store = ResultStore(tmp_path)
    store.put(ID, b"whole")
    (file,) = tmp_path.rglob("*.gz")
    file.write_bytes(content)
    with pytest.raises(ConnectorError, match="damaged"):
        store.get(ID)
    store.drop(ID)
    assert store.put(ID, b"anew")
    assert store.get(ID) == b"anew"


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "0" * 19, "Z" * 20])
def test_only_ids_name_objects(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConnectorError, match="no task id"):
        ResultStore(tmp_path).holds(name)


def _record(project: str, commit: str, at_s: float = 1.0) -> AuditRecord:
    return AuditRecord(project, "src", commit, at_s, (commit,), 90.0, False, {"strict": "passed"}, 2, 1.5)


def test_the_book_keeps_the_newest_last_and_the_same_audit_once(tmp_path: Path) -> None:
    book = AuditBook(tmp_path)
    assert book.records("shop") == ()
    for commit in ("a", "b", "a"):
        book.add(_record("shop", commit))
    book.add(_record("app/../x", "c"))
    assert [one.commit for one in book.records("shop")] == ["b", "a"]
    assert [(one.project, one.commit) for one in book.newest()] == [("app/../x", "c"), ("shop", "a")]


def test_a_record_that_is_told_anew_stays_in_its_place(tmp_path: Path) -> None:
    book = AuditBook(tmp_path)
    book.renew(_record("shop", "a"))
    assert book.records("shop") == (), "what was let go of stays away"
    for commit in ("a", "b"):
        book.add(_record("shop", commit))
    book.renew(replace(_record("shop", "a"), findings=1))
    assert [(one.commit, one.findings) for one in book.records("shop")] == [("a", 1), ("b", 2)]


def test_the_book_is_bounded_and_a_damaged_page_counts_as_none(tmp_path: Path) -> None:
    book = AuditBook(tmp_path)
    for number in range(203):
        book.add(_record("shop", str(number)))
    assert len(book.records("shop")) == 200
    (file,) = tmp_path.glob("*.json")
    file.write_bytes(b"[{")
    assert book.records("shop") == ()
