"""The server's own explanation, in the shapes of the servers: one line, bounded, without secrets."""

import json

import pytest

from connectors.common.fault import server_words, status_fault
from connectors.common.peer import Peer
from console.kernel.redact import register_secret

SECRET = "canary-of-server-words"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"errorMessages": ["Issue does not exist."], "errors": {}}, "Issue does not exist"),
        (
            {
                "errorMessages": [],
                "errors": {"project": "valid project is required", "summary": "You must specify one."},
            },
            "project: valid project is required; summary: You must specify one",
        ),
        ({"errorMessages": ["No.", "Really not."], "errors": {"x": "y"}}, "No; Really not; x: y"),
        ({"errors": [{"message": "Unknown field `a`.", "path": ["q"]}, {"message": "b"}]}, "Unknown field `a`; b"),
        ({"data": None, "errors": ["plain"]}, "plain"),
        ({"message": "Validation Failed", "errors": [{"message": "not this"}]}, "Validation Failed"),
        ({"errors": [{"code": 7}, {"message": 5}, None, ["x"]]}, ""),
        ({"errorMessages": "no list", "errors": {"x": {"y": "z"}}}, ""),
    ],
)
def test_what_jira_and_graphql_explain_is_shown(answer: object, words: str) -> None:
    assert server_words(json.dumps(answer).encode()) == words


def test_they_reach_the_sentence_of_a_refusal() -> None:
    body = json.dumps({"errorMessages": ["The issue type is gone."]}).encode()
    fault = status_fault(400, {}, body, Peer("Jira", "https://jira.example"))
    assert fault.message == ("Jira at https://jira.example rejected the request, status 400 (The issue type is gone).")


@pytest.mark.parametrize("length", [10, 250, 285, 295])
def test_they_are_bounded_and_hold_no_secret_even_where_they_are_cut(length: int) -> None:
    register_secret(SECRET)
    for answer in (
        {"errorMessages": ["x" * length + SECRET + "\u202e\n"] * 40},
        {"errors": [{"message": "x" * length + SECRET}] * 40},
        {"errors": {f"field{number}": "x" * length + SECRET for number in range(40)}},
    ):
        words = server_words(json.dumps(answer).encode())
        assert 0 < len(words) <= 300
        assert SECRET[:8] not in words
        assert words.isprintable()
    assert server_words(json.dumps({"errors": ["a"] * 40}).encode()) == "a; a; a; a; a"
