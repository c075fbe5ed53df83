"""A Cloudflare account is reached in exactly one of two ways; files of before stay valid."""

import pytest

from console.estate.load import parse_estate
from console.estate.problem import FileInvalid

HEAD = f"name: x\ncloudflare:\n  - key: edge\n    account_id: '{'0' * 32}'\n"


def test_a_file_of_before_is_still_good() -> None:
    (account,) = parse_estate(f"{HEAD}    token: env:EDGE\n").cloudflare
    assert (account.token, account.api_key, account.poll_s, account.usage_poll_s) == ("env:EDGE", None, 60, 300)


def test_the_older_pair_is_taken_where_the_estate_names_it() -> None:
    (account,) = parse_estate(f"{HEAD}    email: me@example.org\n    api_key: env:EDGE\n").cloudflare
    assert (account.token, account.api_key, account.email) == (None, "env:EDGE", "me@example.org")


@pytest.mark.parametrize(
    "more",
    [
        "    title: none of them\n",
        "    token: env:A\n    email: me@example.org\n    api_key: env:B\n",
        "    token: env:A\n    api_key: env:B\n",
        "    api_key: env:B\n",
    ],
)
def test_none_or_both_or_half_of_them_are_refused_in_words(more: str) -> None:
    with pytest.raises(FileInvalid, match="give either token, or email with api_key"):
        parse_estate(f"{HEAD}{more}", "e")
