"""What programs say of hostile files is read or refused: numbers that are none, bytes that are no text, depth."""

import json

import pytest

from console.audits.repository.added_lines import parse_added
from console.audits.repository.tracked_file import parse_tree
from console.audits.tools.codespell_run import misspellings_by_file
from console.audits.tools.kingfisher_run import told_sights
from console.audits.tools.lizard_run import functions_by_file
from console.audits.tools.ruff_run import notes_by_file
from console.audits.tools.tool_run import ToolAnswer
from console.kernel.errors import ConnectorError, ErrorKind

_DIGITS = "9" * 5000
_ROW = '3,{ccn},23,2,3,"add@2-4@./a.js","./a.js","add","add ( a , b )",2,{end}\n'


@pytest.mark.parametrize(("ccn", "end"), [("²", "4"), ("two", "4"), ("2", _DIGITS), ("-1", "4"), ("2", "")])
def test_a_row_of_lizard_without_its_numbers_is_no_function(ccn: str, end: str) -> None:
    answer = ToolAnswer(0, (_ROW.format(ccn=ccn, end=end) + _ROW.format(ccn=2, end=4)).encode(), "")
    assert [one.ccn for one in functions_by_file(answer)["a.js"]] == [2]


def test_a_table_that_cannot_be_read_is_told() -> None:
    with pytest.raises(ConnectorError, match="The answer of lizard could not be read") as told:
        functions_by_file(ToolAnswer(0, b"1,2\r3\n", ""))
    assert told.value.kind is ErrorKind.PROTOCOL


def test_a_line_that_no_file_has_is_no_misspelling() -> None:
    said = f"./a.md:{_DIGITS}: recieve ==> receive\n./a.md:7: recieve ==> receive\n"
    assert [one.line for one in misspellings_by_file(ToolAnswer(65, said.encode(), ""))["a.md"]] == [7]


@pytest.mark.parametrize(
    "said", [b'{"rule": {"name": "\xff"}}\n', b'{"rule":' + b"[" * 5000, b'{"finding": {"line": 1e30}}']
)
def test_an_answer_of_kingfisher_that_cannot_be_read_is_told(said: bytes) -> None:
    with pytest.raises(ConnectorError, match="kingfisher"):
        told_sights(ToolAnswer(200, said, ""))


def test_a_row_beyond_every_file_makes_the_answer_of_ruff_none() -> None:
    note = {"filename": "/t/a.py", "message": "x", "location": {"row": 2**70, "column": 1}}
    with pytest.raises(ConnectorError):
        notes_by_file(ToolAnswer(0, json.dumps([note]).encode(), ""), "/t")


def test_lines_that_a_difference_only_promises_are_not_added() -> None:
    assert parse_added("+++ a.py\n@@ -0,0 +5,999999999 @@\n+x\n+y\n") == {"a.py": {5, 6}}


@pytest.mark.parametrize(
    "line", [b"100644 blob\ta.py\0", b"1006z4 blob abc 3\ta.py\0", b"100644 blob abc many\ta.py\0"]
)
def test_a_list_of_files_in_another_form_is_refused(line: bytes) -> None:
    with pytest.raises(ConnectorError, match="git ls-tree"):
        parse_tree(line)
