"""Redaction masks what it was told and what looks like a secret, and nothing else."""

import pickle
import time

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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("DB_PASSWORD=hunter22 go", f"DB_PASSWORD={MASK} go"),
        ("POSTGRES_PASSWORD: hunter22", f"POSTGRES_PASSWORD: {MASK}"),
        ("mypassword=hunter22", f"mypassword={MASK}"),
        ('{"access_token":"abc.def","refresh_token": "ghi"}', f'{{"access_token":"{MASK}","refresh_token": "{MASK}"}}'),
        ("CLOUDFLARE_API_TOKEN=abcdefgh", f"CLOUDFLARE_API_TOKEN={MASK}"),
        ("aws_secret_access_key = wJalr/XUtn", f"aws_secret_access_key = {MASK}"),
        ("SECRET_KEY_BASE=abc123", f"SECRET_KEY_BASE={MASK}"),
        ("api.access_token=abc&page=2", f"api.access_token={MASK}&page=2"),
        ("client-key-data: TUlJRQ==", f"client-key-data: {MASK}"),
        ("API_TOKENS=abc123def", f"API_TOKENS={MASK}"),
        ("x-api-key: abc", f"x-api-key: {MASK}"),
        ('password: "two words", next', f'password: "{MASK}", next'),
        ('password: "it is \\"so\\" here" next', f'password: "{MASK}" next'),
        ("{'password': 'two words'}", f"{{'password': '{MASK}'}}"),
        ('{\\"token\\": \\"two words\\"}', f'{{\\"token\\": \\"{MASK}\\"}}'),
        ('password: "cut off', f'password: "{MASK}'),
        ("password: |\n  hunter22\n", f"password: |\n  {MASK}\n"),
        ("Authorization: ApiKey x", f"Authorization: ApiKey {MASK}"),
        ("Authorization: abcdef", f"Authorization: {MASK}"),
        ('-H "Authorization: ApiKey x" https://a', f'-H "Authorization: ApiKey {MASK}" https://a'),
        ('Authorization: Digest user="a b", response="c d"', f"Authorization: Digest {MASK}"),
        ("https://tok3nsecret@host/x", f"https://{MASK}@host/x"),
    ],
)
def test_a_value_beside_a_name_that_promises_a_secret_is_masked(text: str, shown: str) -> None:
    assert scrub(text) == shown
    assert scrub(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "max_tokens: 4096",
        '{"completion_tokens":128,"total_tokens":1280}',
        "MAX_TOKENS=32768",
        "tokens_per_second: 182.5",
        "token_budget: 120000",
        "tokens: 4096",
        "time_to_first_token_seconds: 0.25",
        "time_per_output_token: 0.031",
        'vllm:generation_tokens_total{model="x"} 12345',
        'gen_ai_token_type="input"',
        'eos_token: "<|endoftext|>"',
        "--tokenizer=org/name",
        "secretName: tls-cert",
        "secretKeyRef:\n  name: db\n  key: password",
        "volumes:\n- secret:\n    secretName: tls-cert",
        "imagePullSecrets:\n- name: regcred",
        "existingSecret: kafka-auth",
        "automountServiceAccountToken: false",
        "token_endpoint: https://idp/token",
        "DB_PASSWORD_FILE=/run/secrets/db",
        "external-secrets:v0.9.11",
        "token expired",
        "invalid credentials: check the user",
        'secret "kafka-auth" not found: retry',
        "secretが見つかりません: kafka-auth",
        "最大トークン数: 4096",
        "token: keyring:lab/token",
        'token: "env:LAB_TOKEN"',
        '{"token":null}',
        "https://git@host/x ssh://deploy2024@host/x",
    ],
)
def test_what_names_counts_or_points_to_a_secret_is_left_alone(text: str) -> None:
    assert scrub(text) == text


def test_a_private_key_that_is_cut_off_is_masked_to_the_end() -> None:
    whole = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----"
    assert scrub(f"a {whole} b -----BEGIN EC PRIVATE KEY-----\nMIIEc\nrest") == f"a {MASK} b {MASK}"


@pytest.mark.parametrize(
    "again",
    [
        "a.", "a-", "a1", "://", "a://", "://a:", "http://a1", "-----BEGIN PRIVATE KEY-----", "-----BEGIN ", "eyJ",
        "eyJaaaaaaaaaa-", ".eyJaaaaaaaaaa", "xoxb-", "ghp_", "token", "token: ", "token_", 'token="', 'token\\"',
        "token:\n", "token: |\n", "tokens: a1234567 ", "password_", "authorization", "authorization: ",
        'Authorization: a b=",a', "bearer ", "api-", "client-key-", "\\", '"', " ", "\n",
    ],
)  # fmt: skip
def test_a_long_text_of_the_same_signs_is_read_in_bounded_time(again: str) -> None:
    """A square of 1 MB would take many minutes."""
    before = time.process_time()
    scrub(again * (1_000_000 // len(again)))
    assert time.process_time() - before < 8.0
