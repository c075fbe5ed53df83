"""How operations on R2 are charged, by the names that the analytics tell (proves E5.1)."""

import pytest

from connectors.cloudflare.r2_class import r2_class


@pytest.mark.parametrize(
    ("action", "charged"),
    [
        ("PutObject", "class_a"),
        ("ListObjects", "class_a"),
        ("GetObject", "class_b"),
        ("HeadBucket", "class_b"),
        ("DeleteObject", "free"),
        ("DeleteObjects", "free"),
        ("AbortMultipartUpload", "free"),
        ("SomethingNew", "class_a"),
    ],
)
def test_what_is_not_known_to_be_cheaper_counts_as_class_a(action: str, charged: str) -> None:
    assert r2_class(action) == charged
