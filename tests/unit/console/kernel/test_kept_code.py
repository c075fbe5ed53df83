"""Code that a library compiles at each start is compiled once; whatever happened to the file, the code is the same."""

import builtins
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.kernel.kept_code import kept_code

NAME = "inside/part.py"
SOURCE = b"answer = 6 * 7\n"
PYSIDE = """
import builtins, sys
from pathlib import Path
from console.kernel.kept_code import kept_code

plain, compiled = builtins.compile, []
def counted(source, filename, *more, **named):
    compiled.append(str(filename))
    return plain(source, filename, *more, **named)
builtins.compile = counted
with kept_code(Path(sys.argv[1]), "shibokensupport/"):
    import PySide6.QtCore
assert builtins.compile is counted
print(len([name for name in compiled if name.startswith("shibokensupport/")]))
try:
    PySide6.QtCore.QObject().startTimer("soon")
except TypeError as error:
    print(error)  # what PySide6 has as source makes this sentence
"""


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of what Python really compiles from now on."""
    plain, names = builtins.compile, list[str]()

    def counted(source: Any, filename: Any, *more: Any, **named: Any) -> Any:
        names.append(str(filename))
        return plain(source, filename, *more, **named)

    monkeypatch.setattr(builtins, "compile", counted)
    return names


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    return tmp_path / "cache" / "parts.code"


def answer(file: Path, source: bytes | str = SOURCE, name: str = NAME) -> Any:
    found: dict[str, Any] = {}
    with kept_code(file, "inside/"):
        exec(compile(source, name, "exec"), found)
    return found["answer"]


def test_what_was_compiled_once_is_taken_from_the_file(file: Path, compiled: list[str]) -> None:
    assert [answer(file), answer(file), answer(file)] == [42, 42, 42]
    assert compiled == [NAME]
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_source_that_is_another_is_compiled_and_kept_instead(file: Path, compiled: list[str]) -> None:
    answer(file)

    assert answer(file, "answer = 43") == 43
    assert answer(file, "answer = 43") == 43
    assert answer(file) == 42
    assert compiled == [NAME] * 3


def test_what_is_not_of_the_library_is_compiled_as_always(file: Path, compiled: list[str]) -> None:
    assert [answer(file, name="outside.py"), answer(file, name="outside.py")] == [42, 42]
    with kept_code(file, "inside/"):
        assert eval(compile("1 + 1", NAME, "eval")) == 2
        assert compile("x: int", NAME, "exec", dont_inherit=True).co_filename == NAME
    assert compiled == ["outside.py", "outside.py", NAME, NAME]
    assert not file.exists()


@pytest.mark.parametrize("cut", [0, 3, 11, 20, -1])
def test_a_file_that_ends_early_is_replaced(file: Path, compiled: list[str], cut: int) -> None:
    answer(file)
    whole = file.read_bytes()
    file.write_bytes(whole[:cut])

    assert answer(file) == 42
    assert file.read_bytes() == whole
    assert compiled == [NAME, NAME]


def test_a_file_with_any_byte_changed_is_replaced(file: Path, compiled: list[str]) -> None:
    answer(file)
    whole = file.read_bytes()
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :])
        assert answer(file) == 42

    assert len(compiled) == 1 + len(whole)
    assert file.read_bytes() == whole


def test_where_nothing_can_be_written_the_code_is_compiled_each_time(tmp_path: Path, compiled: list[str]) -> None:
    (tmp_path / "file").write_text("not a folder")

    assert [answer(tmp_path / "file" / "parts.code") for _ in range(2)] == [42, 42]
    assert compiled == [NAME, NAME]


def test_an_error_is_the_librarys_and_compile_is_pythons_again(file: Path) -> None:
    before = builtins.compile
    with pytest.raises(SyntaxError, match=r"part\.py, line 1"):
        answer(file, "answer =")

    assert builtins.compile is before
    assert not file.exists()


def test_pyside_is_compiled_once_and_works_as_well(file: Path) -> None:
    def told() -> list[str]:
        command = (sys.executable, "-c", PYSIDE, str(file))
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
        return done.stdout.splitlines()

    first, second = told(), told()

    assert int(first[0]) > 5
    assert int(second[0]) == 0
    assert second[1:] == first[1:]
    assert "startTimer" in "".join(second[1:])
    assert "Supported signatures" in "".join(second[1:])
