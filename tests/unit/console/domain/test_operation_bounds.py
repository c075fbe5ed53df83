"""Values beyond all bounds are refused with a sentence, not a crash (proves L4.2, L4.4, L5.1)."""

from typing import Any

import pytest

from console.domain.operation_form import known_operations, make_operation
from console.kernel.errors import UserError

PLACE = {"connection": "main", "namespace": "cell-tokyo", "name": "x"}
RULE = {"connection": "edge", "zone": "shop.example", "rule": "b2b"}


@pytest.mark.parametrize(
    ("key", "fields", "words"),
    [
        ("set-rate-limit", RULE | {"rps": 1e308}, "not a number of requests"),
        ("set-rate-limit", RULE | {"rps": 5.0, "burst": 1e300}, "not a number of requests"),
        ("set-rate-limit", RULE | {"rps": float("nan")}, "not a number of requests"),
        ("start-load-test", PLACE | {"urls": ["http://web/"], "users": 10**400}, "virtual users cannot be"),
        ("start-load-test", PLACE | {"urls": ["http://web/"], "pause_s": float("nan")}, "seconds of pause cannot be"),
        ("set-model-weights", PLACE | {"entry": "w", "weights": [["a", 1.0]], "format": "toml"}, "'toml' is no way"),
        ("set-model-weights", PLACE | {"entry": "w", "weights": [["a", 0.6], ["b", 0.4000011]]}, "sum to 1.0000011,"),
    ],
)
def test_what_cannot_be_is_refused(key: str, fields: dict[str, Any], words: str) -> None:
    with pytest.raises(UserError, match=words):
        make_operation(known_operations().get(key), fields)


def test_a_sum_that_is_one_but_for_a_millionth_is_taken() -> None:
    weights = [["gpt-4o-mini", 0.6], ["gpt-4o", 0.2], ["custom-vertex", 0.2000009]]
    assert make_operation(known_operations().get("set-model-weights"), PLACE | {"entry": "w", "weights": weights})
