"""Values as text for a preview: bounded, and no part of a secret is left where they are cut. Proves C2."""

import pytest

from connectors.cloudflare.operations.put_kv_value import _shown
from connectors.kubernetes.operations.json_pointer import text_of
from console.kernel.redact import register_secret

SECRET = "s3cr3t-of-a-value"


@pytest.mark.parametrize("length", range(180, 401, 4))
def test_a_secret_in_a_long_value_is_masked_before_it_is_cut(length: int) -> None:
    register_secret(SECRET)
    value = "x" * length + SECRET + "y" * 10**6
    for told in (text_of(value), text_of({"a": value}), _shown(value.encode())):
        assert "s3cr" not in told
        assert len(told) < 430


def test_short_values_are_told_as_they_are() -> None:
    assert [text_of(one) for one in (None, "a b", 3, {"b": 1, "a": [True]})] == ["", "a b", "3", '{"a":[true],"b":1}']
