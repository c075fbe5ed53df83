"""A file that is no JSON is told with the place, in the user's language. (proves C1, C8)"""

import json

import pytest

from console.kernel.i18n import set_language
from console.kernel.json_fault import json_fault
from console.services.policy.operator_key import no_file


def fault(text: str) -> Exception:
    with pytest.raises((ValueError, RecursionError)) as found:
        json.loads(text)
    return found.value


def test_the_place_is_told_and_no_word_of_the_decoder() -> None:
    assert json_fault(fault('{"a": 1,\n "b"')) == "it is no JSON, see line 2, column 5"
    assert json_fault(fault("[" * 100_000)) == "it is nested too deeply"
    assert json_fault(ValueError("x")) == ""


def test_a_signature_that_is_no_json_is_told_in_japanese_alone() -> None:
    set_language("ja")
    try:
        told = no_file(fault("root:x:0:0"))
    finally:
        set_language("en")
    assert "(1 行 1 列)" in told.message
    assert "Expecting" not in told.message
