"""What a label of an objective names. Proves L3.1."""

import pytest

from console.domain.slo.named_places import named_places


@pytest.mark.parametrize(
    ("label", "names"),
    [("", ()), ("b2b", ("b2b",)), ("b2b,b2c", ("b2b", "b2c")), (" b2b , ,b2b", ("b2b",)), (",", ())],
)
def test_a_label_names_one_or_several(label: str, names: tuple[str, ...]) -> None:
    assert named_places(label) == names
