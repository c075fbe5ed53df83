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
        ("GET https://a.blob.example/r.zip?sv=2021&sp=r&sig=AbCd%2Fghi123%3D", "AbCd"),
        ("https://s3.example/r?X-Amz-Expires=60&X-Amz-Signature=0123456789abcdef>", "0123456789"),
        ('href="https://s.example/r?a=1&amp;x-goog-signature=deadbeef01"', "deadbeef"),
        (r'{"url":"https://a.blob.example/r?sv=2021\u0026sig=AbCd%2Fghi123%3D\u0026se=1"}', "AbCd"),
        ("https://d1.cloudfront.example/r?Signature=nitfHRCrtziwO2HwPfWw~yYDhUF5EwRunQA", "nitfHRCr"),
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
        ("authorization=abcdefghijklmnopqrst path=/a1234567", f"authorization={MASK} path=/a1234567"),
        ('{"authorization":"abc12345"}', f'{{"authorization":"{MASK}"}}'),
        ('{"Authorization":"abcdef"}', f'{{"Authorization":"{MASK}"}}'),
        ("authorization: Vendor 0f8fad5b-d9cb-469f", f"authorization: Vendor {MASK}"),
        ("Authorization: Custom_Scheme s3cr3tvalue99", f"Authorization: Custom_Scheme {MASK}"),
        ("Authorization: Scheme2 s3cr3tvalue99", f"Authorization: {MASK}"),
        ("authorization: ApiKey-v1 secret12345", f"authorization: {MASK}"),
        ("Authorization: MyCompanyAuthScheme s3cr3tvalue99", f"Authorization: {MASK}"),
        (
            "Authorization: GOOG4-RSA-SHA256 Credential=abc, SignedHeaders=host, Signature=deadbeef99",
            f"Authorization: GOOG4-RSA-SHA256 {MASK}",
        ),
        ("Authorization: HMAC-SHA256 Credential=a&Signature=Zm9vYmFy", f"Authorization: HMAC-SHA256 {MASK}"),
        ('Authorization: hmac username="a", signature="Zm9vYmFy"', f"Authorization: hmac {MASK}"),
        ("DB_PASSWORD=${PW:-hunter22}", f"DB_PASSWORD={MASK}"),
        ("DB_PASSWORD=$ecret22", f"DB_PASSWORD={MASK}"),
        ("arn:aws:iam::1:role/x token: hunter22", f"arn:aws:iam::1:role/x token: {MASK}"),
        ("secret_ids: 0f8fad5b", f"secret_ids: {MASK}"),
        ("https://tok3nsecret@host/x", f"https://{MASK}@host/x"),
        (f"https://{'a1b2' * 13}@dev.azure.com/x", f"https://{MASK}@dev.azure.com/x"),
        ("/etc/passwd: 1234", f"/etc/passwd: {MASK}"),
        ("/run/token:123456", f"/run/token:{MASK}"),
        ("/run/token=1234", f"/run/token={MASK}"),
        ("/run/token:1234@host", f"/run/token:{MASK}"),
        ("ann/password:1234", f"ann/password:{MASK}"),
        ("https://host/password:1234", f"https://host/password:{MASK}"),
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
        "ExpiredTokenException: The security token included in the request is expired",
        "TokenExpired: please log in again",
        "SecretNotFound: db-tls in namespace prod",
        "authorization: denied by policy x",
        'msg="authorization: denied" pod=x',
        "security: {authorization: enabled, x: 1}",
        '{"authorization":{"mode":"Webhook","webhook":{"cacheAuthorizedTTL":"5m0s"}},"authentication":{}}',
        '{"authorization":[{"mode":"Webhook","timeout":"3s"}]}',
        '-H "Authorization: Bearer $TOKEN" https://a',
        '-H "Authorization: Bearer $TOKEN_V2_2026" https://a',
        "authorization: mac address unknown",
        "arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf",
        "secretArn: arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf",
        "DB_PASSWORD:  <set to the key 'password' in secret 'db'>  Optional: false",
        "DB_PASSWORD=${PW}",
        "export DB_PASSWORD=$PW",
        "DB_PASSWORD=$(kubectl get secret db)",
        "DB_PASSWORD={{ .Values.pw }}",
        "tokenAudience: sts.amazonaws.com",
        "secretPrefix: foo",
        "secretFrom: vault",
        "token_bucket_capacity: abc",
        "token_type_ids: tensor",
        "https://contoso365@dev.azure.com/contoso365/p/_git/r",
        "https://contoso365@contoso365.visualstudio.com/p/_git/r",
        "https://host.example.com?mail=jo3@x.com",
        "https://a.example/x?sig={sig}&next=1 ?signature=%s&x=%s ?sig=<signature-here> ?sig=$SIGNATURE ?sig=short",
        "https://a.example/x?design=modern-and-long&signature_version=s3v4-unsigned",
        "/etc/passwd:120: not a mapping",
        "The file '/run/secrets/token:4:12' cannot be read.",
        "(~/conf/secret:1234)",
        "../token:10:2",
    ],
)
def test_what_names_counts_or_points_to_a_secret_is_left_alone(text: str) -> None:
    assert scrub(text) == text


def test_a_private_key_that_is_cut_off_is_masked_to_the_end() -> None:
    whole = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----"
    assert scrub(f"a {whole} b -----BEGIN EC PRIVATE KEY-----\nMIIEc\nrest") == f"a {MASK} b {MASK}"


BODY = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{0}\n{1}\n{1}\nAbC=", MASK),
        ("key: |\n    {0}\n    {1}\n    {1}\nnext: ok", f"key: |\n    {MASK}\nnext: ok"),
        ('{{"key":"{0}\\n{1}\\n{1}","next":"ok"}}', f'{{"key":"{MASK}","next":"ok"}}'),
        ('{{\\"key\\":\\"{0}\\\\n{1}\\\\n{1}', f'{{\\"key\\":\\"{MASK}'),
        ('key: "{0}\\n{1}\\n\\\n  {1}\\n\\\n  {1}', f'key: "{MASK}'),
        ('"{0}\\n" +\n  "{1}\\n" +\n  "{1}', f'"{MASK}'),
        ("12:{0}\n13:{1}\n14-{1}\n15-next", f"12:{MASK}\n15-next"),
        ("2026-11-23T08:19:55Z app {0}\n2026-11-23T08:19:55Z app {1}", f"2026-11-23T08:19:55Z app {MASK}"),
        ("<p>{0}<br>{1}<br/>{1}<br>next", f"<p>{MASK}<br>next"),
        ("{0}\nVersion: x\nCharset: utf-8\n\n{1}", MASK),
        ("{0}\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0A\n\n{1}\n{1}", MASK),
    ],
)
def test_the_lines_of_a_private_key_that_is_cut_off_are_masked(text: str, shown: str) -> None:
    assert scrub(text.format("-----BEGIN RSA PRIVATE KEY-----", BODY)) == shown


def test_behind_a_signature_the_rest_of_an_address_in_json_stays() -> None:
    told = scrub(r'{"url":"https://a.example/r?sig=AbCd%2Fghi123%3D\u0026se=2026-11-24","n":1}')
    assert told == rf'{{"url":"https://a.example/r?sig={MASK}\u0026se=2026-11-24","n":1}}'


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ('grep -c "', '" *.pem\nfile1: 3\nfile2: 0\nAll 12 pods ready\n'),
        ('grep -q -- "', '" /tls/tls.key || exit 1\necho ok\n'),
        ("1  PEM in test fixture  ", "\n2  unpinned action  uses: a/b@v1\n3  root user  USER root\n"),
        ("", " must not stand in a repository"),
        ("", "\nName: x\nVersion: 1\n-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----"),
    ],
)
def test_a_private_key_that_is_only_named_masks_nothing_else(before: str, behind: str) -> None:
    assert scrub(f"{before}-----BEGIN RSA PRIVATE KEY-----{behind}") == f"{before}{MASK}{behind}"


@pytest.mark.parametrize(
    "again",
    [
        "a.", "a-", "a1", "://", "a://", "://a:", "http://a1", "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n", "token=$(a", "token=env:",
        "-----BEGIN PRIVATE KEY-----\nVersion: 1\na\\na", "\nVersion: 1-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n" + "A" * 64, "-----BEGIN ",
        "authorization=", "authorization: a ", "authorization: a1 ", "authorization: mac a=", "a-sha1 ",
        "arn:aws:secret:", "arn:aws:token:abc", "token=${a", "https://a1234567@",
        "eyJ", "eyJaaaaaaaaaa-", ".eyJaaaaaaaaaa", "xoxb-", "ghp_", "token", "token: ", "token_", 'token="', 'token\\"',
        "token:\n", "token: |\n", "tokens: a1234567 ", "password_", "authorization", "authorization: ",
        'Authorization: a b=",a', "bearer ", "api-", "client-key-", "\\", '"', " ", "\n",
        "\\u0026", "?sig=",
    ],
)  # fmt: skip
def test_a_long_text_of_the_same_signs_is_read_in_bounded_time(again: str) -> None:
    """A square of 1 MB would take many minutes."""
    before = time.process_time()
    scrub(again * (1_000_000 // len(again)))
    assert time.process_time() - before < 8.0
