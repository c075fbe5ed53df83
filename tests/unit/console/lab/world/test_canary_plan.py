"""How long the pause of a canary lasts, as Argo reads it (proves C7, E2.3)."""

import pytest

from console.lab.world.controllers.canary_plan import duration_of


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        (90, 90.0), ("90", 90.0), ("90s", 90.0), ("1m30s", 90.0), ("1h30m", 5400.0), ("1.5h", 5400.0), (".5m", 30.0),
        ("500ms", 0.5), ("1h1ms", 3600.001), (None, None), ("", None), ("h", None), ("1h 30m", None), ("1d", None),
        ("90sx", None), (True, None), (1.5, None), ("²", None),
    ],
)  # fmt: skip
def test_a_pause_lasts_as_long_as_it_says(written: object, seconds: float | None) -> None:
    assert duration_of(written) == (None if seconds is None else pytest.approx(seconds))
