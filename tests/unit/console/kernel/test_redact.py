"""Redaction masks what it was told and what looks like a secret, and nothing else."""

import pickle

import pytest

from console.kernel.redact import MASK, register_secret, scrub
from console.kernel.secret import Secret


def test_a_registered_secret_is_masked_wherever_it_stands() -> None:
    register_secret("correct-horse-battery")
    assert scrub("xcorrect-horse-batteryx") == f"x{MASK}x"


@pytest.mark.parametrize(
    ("text", "leak"),
    [
        ("Authorization: Bearer abcdef123456", "abcdef123456"),
        ('{"password": "hunter22"}', "hunter22"),
        ("https://joe:s3cr3tpw@host/path", "s3cr3tpw"),
        ("token=ghp_ABCDEFGHIJKLMNOPQRSTUVWX", "ghp_"),
        ("eyJhbGciOiJIUzI1NiJ9abc.eyJzdWIiOiIxIn0.c2ln", "eyJhbGci"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "MIIE"),
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str, leak: str) -> None:
    assert leak not in scrub(text)


def test_ordinary_text_is_left_alone() -> None:
    text = "The token has expired; cell tokyo: 1,240 requests/s, p95 182 ms (予算)."
    assert scrub(text) == text


def test_a_secret_does_not_show_itself_and_is_not_pickled() -> None:
    secret = Secret("do-not-show-me")
    assert "do-not" not in repr(secret) + str(secret) + f"{secret}"
    assert scrub("say do-not-show-me") == f"say {MASK}"
    assert secret.reveal() == "do-not-show-me"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
