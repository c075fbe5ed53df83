"""The database migrates, refuses what it does not know, and survives damage."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from console.kernel.errors import UserError
from console.kernel.sqlite import Database

FIRST = "CREATE TABLE one (a INTEGER)"
SECOND = "ALTER TABLE one ADD COLUMN b TEXT DEFAULT 'new'"


def opened(file: Path, migrations: list[str]) -> Database:
    return Database(file, migrations, lambda file, error: UserError(f"{file.name} cannot be used: {error}."))


def test_an_old_file_is_lifted_and_keeps_its_rows(tmp_path: Path) -> None:
    old = opened(tmp_path / "x.sqlite", [FIRST])
    with old.transaction() as sql:
        sql.execute("INSERT INTO one VALUES (7)")
    old.close()
    new = opened(tmp_path / "x.sqlite", [FIRST, SECOND])
    assert new.rows("SELECT a, b FROM one") == [(7, "new")]
    new.close()


def test_a_file_of_a_newer_program_is_refused_in_one_sentence(tmp_path: Path) -> None:
    opened(tmp_path / "x.sqlite", [FIRST, SECOND]).close()
    with pytest.raises(UserError, match="newer Cell Console"):
        opened(tmp_path / "x.sqlite", [FIRST])


def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    file.write_bytes(b"this is no database" * 100)
    database = opened(file, [FIRST])
    assert database.recovered
    assert database.rows("SELECT * FROM one") == []
    assert file.with_suffix(".damaged").exists()
    database.close()


def test_a_file_whose_version_is_damaged_is_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    opened(file, [FIRST]).close()
    with sqlite3.connect(file) as plain:
        plain.execute("PRAGMA user_version=-8388608")
    plain.close()
    database = opened(file, [FIRST])
    assert database.recovered
    database.close()


def test_a_failing_transaction_changes_nothing(tmp_path: Path) -> None:
    database = opened(tmp_path / "x.sqlite", [FIRST])

    def interrupted() -> None:
        with database.transaction() as sql:
            sql.execute("INSERT INTO one VALUES (1)")
            raise KeyError("interrupted")

    with pytest.raises(KeyError):
        interrupted()
    assert database.rows("SELECT * FROM one") == []
    database.close()


def test_after_a_refused_commit_the_next_transaction_works(tmp_path: Path) -> None:
    """Another program reads and holds the write lock for longer than this one waits."""
    database = opened(tmp_path / "x.sqlite", [FIRST])
    database._connection.execute("PRAGMA busy_timeout=10")
    other = sqlite3.connect(tmp_path / "x.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UserError, match="locked"), database.transaction() as sql:
        sql.execute("INSERT INTO one VALUES (1)")
    other.execute("ROLLBACK")
    other.close()
    with database.transaction() as sql:
        sql.execute("INSERT INTO one VALUES (2)")
    assert database.rows("SELECT * FROM one") == [(2,)]
    database.close()


@pytest.mark.parametrize("round_number", range(5))
def test_two_programs_may_lift_one_file_at_once(round_number: int, tmp_path: Path) -> None:
    barrier = threading.Barrier(4)

    def lift(_number: int) -> None:
        barrier.wait(10)
        opened(tmp_path / "x.sqlite", [FIRST, SECOND]).close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lift, range(4)))


def test_the_file_is_private(tmp_path: Path) -> None:
    database = opened(tmp_path / "folder" / "x.sqlite", [FIRST])
    database.close()
    assert (tmp_path / "folder" / "x.sqlite").stat().st_mode & 0o077 == 0
    assert (tmp_path / "folder").stat().st_mode & 0o077 == 0


def test_a_statement_that_the_library_has_lost_count_of_is_told_as_a_refusal(tmp_path: Path) -> None:
    """What was to be written is kept by who wrote it, and tried again. (proves C5)"""
    database = opened(tmp_path / "x.sqlite", [FIRST])
    with pytest.raises(UserError, match="cannot be used"), database.transaction():
        raise sqlite3.InterfaceError("bad parameter or other API misuse")
    with database.transaction() as sql:
        sql.execute("INSERT INTO one VALUES (1)")
    assert database.rows("SELECT a FROM one") == [(1,)]
    database.close()


def test_damage_in_the_middle_of_a_file_is_set_aside_when_it_is_met(tmp_path: Path) -> None:
    """The refused question is told, and what is asked next is asked of a new file. (proves C5)"""
    file = tmp_path / "x.sqlite"
    database = opened(file, [FIRST, SECOND])
    with database.transaction() as sql:
        sql.executemany("INSERT INTO one VALUES (?, ?)", ((number, "x" * 500) for number in range(2_000)))
    database.close()
    raw = file.read_bytes()
    file.write_bytes(raw[:40_960] + b"\xff" * 400_000 + raw[440_960:])
    database = opened(file, [FIRST, SECOND])
    assert not database.recovered
    with pytest.raises(UserError, match=r"x\.sqlite cannot be used"):
        database.rows("SELECT * FROM one")
    with database.transaction() as sql:
        sql.execute("INSERT INTO one VALUES (1, 'y')")
    assert database.recovered
    assert database.rows("SELECT * FROM one") == [(1, "y")]
    assert file.with_suffix(".damaged").stat().st_size == len(raw)
    database.close()


def test_a_file_that_another_program_has_begun_anew_is_not_set_aside_too(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    database = opened(file, [FIRST])
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    with pytest.raises(UserError), database.transaction():
        raise error
    file.unlink()
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    other = opened(file, [FIRST])
    with other.transaction() as sql:
        sql.execute("INSERT INTO one VALUES (3)")
    assert database.rows("SELECT a FROM one") == [(3,)]
    assert not file.with_suffix(".damaged").exists()
    database.close()
    other.close()
