"""Tokens reach git through its environment, for one origin, and only where it is encrypted. Proves G1.1, C5."""

import base64

import pytest

from console.kernel.clone_login import CloneLogin, CloneTrust
from console.kernel.errors import UserError
from console.kernel.redact import MASK, scrub
from console.kernel.secret import Secret

LOGIN = CloneLogin("x-access-token", Secret("geheim-4711"))


def test_the_header_belongs_to_the_origin_and_no_redirect_is_followed() -> None:
    found = LOGIN.environment("https://forge.example:8443/a/b.git")
    told = base64.b64encode(b"x-access-token:geheim-4711").decode()
    settings = {found[f"GIT_CONFIG_KEY_{n}"]: found[f"GIT_CONFIG_VALUE_{n}"] for n in range(3)}
    assert settings["http.https://forge.example:8443/.extraHeader"] == f"Authorization: Basic {told}"
    assert scrub(f"remote: refused {told}") == f"remote: refused {MASK}"
    assert settings["http.followRedirects"] == "false"
    assert found["GIT_CONFIG_COUNT"] == "3"


@pytest.mark.parametrize("address", ["ssh://git@forge.example/a/b.git", "git@forge.example:a/b.git", "file:///srv/a"])
def test_other_ways_need_no_token(address: str) -> None:
    assert LOGIN.environment(address) == {}


def test_a_token_is_not_sent_in_the_clear() -> None:
    with pytest.raises(UserError, match="protects nothing"):
        LOGIN.environment("http://forge.example/a/b.git")
    assert LOGIN.environment("http://127.0.0.1:8080/a/b.git")


def test_files_of_trust_go_with_and_without_a_token_but_never_to_ssh() -> None:
    trust = CloneTrust("/ca.pem", "/own.pem", "/key.pem")
    wanted = {"GIT_SSL_CAINFO": "/ca.pem", "GIT_SSL_CERT": "/own.pem", "GIT_SSL_KEY": "/key.pem"}
    assert CloneLogin("", None, trust).environment("https://forge.example/a/b.git") == wanted
    assert wanted.items() < LOGIN._replace(trust=trust).environment("https://forge.example/a/b.git").items()
    assert CloneLogin("", None, trust).environment("ssh://git@forge.example/a/b.git") == {}
