"""YAML that wants to harm or to mislead is refused, quickly and with the place. (proves issue 2: hostile YAML)"""

import time
from pathlib import Path

import pytest

from console.estate.load import load_estate, parse_estate
from console.estate.problem import FileInvalid
from console.estate.read_yaml import MAX_BYTES, read_yaml
from console.kernel.errors import UserError

HEAD = b"name: shop\n"
BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (97 + n, 97 + n, b",".join([b"*%c" % (96 + n)] * 9)) for n in range(1, 9)
)

# (what, bytes, line, part of the sentence)
HOSTILE: list[tuple[str, bytes, int, str]] = [
    ("alias bomb", BOMB, 1, "anchors (&) and aliases (*) are not allowed"),
    ("anchor that refers to itself", b"a: &a [*a]\n", 1, "anchors (&) and aliases (*) are not allowed"),
    ("Python object", b"a: !!python/object/apply:os.system [id]\n", 1, "tags (!...) are not allowed"),
    ("binary tag", HEAD + b"title: !!binary aGk=\n", 2, "tags (!...) are not allowed"),
    ("own tag", HEAD + b"title: !include /etc/passwd\n", 2, "tags (!...) are not allowed"),
    ("string tag", HEAD + b"title: !!str 5\n", 2, "tags (!...) are not allowed"),
    ("duplicate key", HEAD + b"title: a\ntitle: b\n", 3, "this key was already given in line 2; keep one."),
    ("merge key", HEAD + b"<<: {title: x}\n", 2, "merge keys (<<) are not allowed"),
    ("list as key", HEAD + b"? [a]\n: b\n", 2, "a key must be text, not a list or mapping."),
    ("number as key", HEAD + b"5: b\n", 2, 'a key must be text; write "5" in quotes.'),
    ("null as key", HEAD + b"~: b\n", 2, 'a key must be text; write "~" in quotes.'),
    ("truth value as key", HEAD + b"on: b\n", 2, "an unquoted on means true or false to some YAML programs"),
    ("deep nesting", b"a: " + b"[" * 500 + b"]" * 500, 1, "the file is nested more than 32 levels deep"),
    ("deep block nesting", b"- " * 5000, 1, "the file is nested more than 32 levels deep"),
    ("many values", b"a: [" + b"1," * 120_000 + b"]", 1, "the file has more than 100,000 values"),
    ("huge number", HEAD + b"title: " + b"9" * 5000, 2, "the number has more than 15 digits"),
    ("huge hexadecimal", HEAD + b"title: 0x" + b"f" * 5000, 2, "the number has more than 15 digits"),
    ("number beyond floating point", HEAD + b"title: 1e999\n", 2, "the number is too large"),
    ("infinity", HEAD + b"title: .inf\n", 2, "infinity and not-a-number are not allowed"),
    ("not a number", HEAD + b"title: .NaN\n", 2, "infinity and not-a-number are not allowed"),
    ("octal or not", HEAD + b"title: 0755\n", 2, 'a number with leading zeros is ambiguous; write "0755" in quotes'),
    ("no UTF-8", b"name: shop\ntitle: caf\xe9\n", 2, "the file is not UTF-8 text"),
    ("UTF-16", "name: shop".encode("utf-16"), 1, "the file is not UTF-8 text"),
    ("null byte", HEAD + b"title: a\x00b\n", 2, "the control character U+0000 is not allowed"),
    ("escape sequence", HEAD + b"title: \x1b[2J\n", 2, "the control character U+001B is not allowed"),
    ("escaped escape", HEAD + b'title: "\\e[2J"\n', 2, "the control character U+001B is not allowed"),
    (
        "text that reads backwards",
        HEAD + "title: a\u202eb\n".encode(),
        2,
        "the control character U+202E is not allowed",
    ),
    ("the same, escaped", HEAD + b'title: "\\u202E"\n', 2, "the control character U+202E is not allowed"),
    ("tab as indentation", HEAD + b"clusters:\n\t- key: a\n", 3, "a tab or a special character stands here"),
    ("unclosed list", HEAD + b"clusters: [\n", 3, "this is not valid YAML"),
    ("unclosed quote", HEAD + b'title: "a\n', 3, "this is not valid YAML"),
    ("bad indentation", b"name: shop\n  title: x\n", 2, "this is not valid YAML"),
    ("second document", HEAD + b"---\nname: other\n", 2, "a second document begins here"),
    ("too large", b"# " + b"x" * MAX_BYTES, 1, "the file is larger than 1 MiB"),
    ("empty", b"", 1, "an estate file is a mapping"),
    ("only text", b"hello", 1, "an estate file is a mapping"),
    ("list", b"- a\n", 1, "an estate file is a mapping"),
]


@pytest.mark.parametrize(("what", "raw", "line", "sentence"), HOSTILE, ids=[what for what, *_ in HOSTILE])
def test_hostile_yaml_is_refused_with_its_line(what: str, raw: bytes, line: int, sentence: str) -> None:
    with pytest.raises(FileInvalid) as caught:
        parse_estate(raw, "e")
    assert (caught.value.problems[0].position.line, sentence in caught.value.problems[0].sentence) == (line, True), str(
        caught.value
    )


def test_a_bomb_costs_no_more_than_its_own_size() -> None:
    """Nine levels of nine aliases would be 387 million values; the reader looks at each byte once."""
    began = time.process_time()
    with pytest.raises(FileInvalid):
        read_yaml(BOMB, "e")
    assert time.process_time() - began < 1


def test_all_hostile_parts_are_listed_not_only_the_first() -> None:
    with pytest.raises(FileInvalid) as caught:
        read_yaml(b"a: &x 1\nb: !t 2\nc: no\na: 3\n", "e")
    assert [problem.position.line for problem in caught.value.problems] == [1, 2, 3, 4]


def test_values_are_those_of_yaml_1_2_and_nothing_else() -> None:
    text = (
        "a: 12\nb: -3.5\nc: true\nd: ~\ne:\nf: 2026-01-05\ng: 12:30\nh: 1_000\ni: 'no'\nj: 0x1F\nk: 1e3\nl: |\n  two\n"
        "  lines\nm: y\n"
    )
    assert read_yaml(text.encode(), "e").value == {
        "a": 12,
        "b": -3.5,
        "c": True,
        "d": None,
        "e": None,
        "f": "2026-01-05",
        "g": "12:30",
        "h": "1_000",
        "i": "no",
        "j": 31,
        "k": 1000.0,
        "l": "two\nlines\n",
        "m": "y",
    }


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault() -> None:
    assert parse_estate(b"\xef\xbb\xbfname: shop\r\ntitle: Shop\r\n").title == "Shop"


def test_a_file_that_cannot_be_read_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"The file .*none\.yaml cannot be read: No such file or directory\."):
        load_estate(tmp_path / "none.yaml")
    with pytest.raises(UserError, match="cannot be read: Is a directory"):
        load_estate(tmp_path)
