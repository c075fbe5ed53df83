"""A secret is masked in whatever form it is met again (C2, quality bar "secrets")."""

import base64
import html
import json
from urllib.parse import quote, quote_plus

import pytest

from console.kernel.redact import MASK, scrub
from console.kernel.secret import Secret

ODD = 'p/a+s"s&w<ö>rd=9f31'


@pytest.mark.parametrize(
    "form",
    [
        base64.b64encode(ODD.encode()).decode(),
        base64.b64encode(f"{ODD}\n".encode()).decode(),
        base64.urlsafe_b64encode(ODD.encode()).decode(),
        quote(ODD),
        quote_plus(ODD),
        quote(ODD, safe=""),
        json.dumps(ODD)[1:-1],
        json.dumps(ODD, ensure_ascii=False)[1:-1],
        json.dumps(ODD, ensure_ascii=False)[1:-1].replace("/", "\\/"),
        html.escape(ODD),
    ],
)
def test_an_encoded_secret_is_masked(form: str) -> None:
    Secret(ODD)
    told = scrub(f"said {form} again")
    assert told.startswith(f"said {MASK}")
    assert len(told) <= len(f"said {MASK}==== again")


@pytest.mark.parametrize("value", ["\n  line-end-9f31\n", "line-end-9f31\r\n\n", "\tline-end-9f31 "])
def test_a_secret_is_masked_as_it_is_sent_without_the_blanks_around_it(value: str) -> None:
    Secret(value)
    assert scrub("said line-end-9f31 again") == f"said {MASK} again"


def test_a_line_of_a_secret_of_several_lines_is_masked_alone_but_not_its_ordinary_words() -> None:
    Secret("machine:\n  password-of-9f31\ncertificates\n  name: everyday words 12\nQUJDREVGR0hJSktMTU5P2+/=\n")
    assert scrub("said password-of-9f31") == f"said {MASK}"
    assert scrub("QUJDREVGR0hJSktMTU5P2+/=") == MASK
    assert scrub("machine: certificates, everyday words") == "machine: certificates, everyday words"


def test_the_names_of_a_secret_file_stay_readable_in_every_other_file() -> None:
    Secret("apiVersion: v1\nmetadata:\n  annotations:\n    for: 9f31\nslack_configs:\n- url: https://x.example/9f31\n")
    assert scrub("metadata:\n  annotations:\n") == "metadata:\n  annotations:\n"
    assert scrub("slack_configs:") == "slack_configs:"
