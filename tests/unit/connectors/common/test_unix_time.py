"""Times of remote APIs."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from connectors.common.unix_time import unix_s


@pytest.mark.parametrize(
    ("at", "seconds"),
    [
        (None, None),
        (datetime(1970, 1, 1, 0, 1, tzinfo=UTC), 60.0),
        (datetime(1970, 1, 1, 9, 1, tzinfo=timezone(timedelta(hours=9))), 60.0),
        (datetime(1970, 1, 1, 0, 1), 60.0),  # noqa: DTZ001 - as a server that forgets the zone sends it
        (datetime(1, 1, 1, tzinfo=UTC), None),
        (datetime(1753, 1, 1, tzinfo=UTC), None),
    ],
)
def test_a_time_is_told_in_unix_seconds_and_never_as_unknown(at: datetime | None, seconds: float | None) -> None:
    assert unix_s(at) == seconds
