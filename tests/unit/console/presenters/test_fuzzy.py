"""Fuzzy matching: what one means comes first."""

import pytest

from console.presenters.fuzzy import fuzzy_score


def best(query: str, *texts: str) -> str:
    scored = [(score, text) for text in texts if (score := fuzzy_score(query, text)) is not None]
    return max(scored)[1]


@pytest.mark.parametrize(
    ("query", "texts", "expected"),
    [
        ("cell", ("parcelled", "cell", "cells of asia"), "cell"),
        ("api", ("rapid", "mail-api", "api-gateway"), "api-gateway"),
        ("api", ("rapid", "mail-api"), "mail-api"),
        ("tok", ("stock", "tokyo"), "tokyo"),
        ("conset", ("connections & settings", "consistency set"), "consistency set"),
        ("go api", ("api-go", "go-shop"), "api-go"),
    ],
)
def test_the_closest_text_wins(query: str, texts: tuple[str, ...], expected: str) -> None:
    assert best(query, *texts) == expected


def test_letters_must_occur_in_order() -> None:
    assert fuzzy_score("ba", "ab") is None
    assert fuzzy_score("cs", "connections & settings") is not None


def test_a_shorter_text_wins_among_equals() -> None:
    assert best("api", "api-gateway-two", "api-gateway") == "api-gateway"


def test_nothing_typed_fits_everything() -> None:
    assert fuzzy_score("", "anything") is not None
