"""A dashboard is changed at the version that was previewed, or not at all."""

import pytest

from connectors.grafana.saved_version import refuse_other_version, saved_version
from connectors.grafana.wire import WireDashboard, WireMeta
from console.kernel.errors import ChangeRefused


def test_a_dashboard_that_is_not_there_has_no_version() -> None:
    assert saved_version(None) == "absent"
    assert saved_version(WireDashboard({"version": 3}, WireMeta())) == "3"


def test_another_version_than_the_one_that_was_previewed_is_refused() -> None:
    found = WireDashboard({"version": 3}, WireMeta())
    refuse_other_version("cells", found, "3")
    with pytest.raises(ChangeRefused, match="The dashboard cells has moved on: it is at version 3"):
        refuse_other_version("cells", found, "2")
