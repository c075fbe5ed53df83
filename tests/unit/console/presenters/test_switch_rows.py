"""Which entries of ConfigMaps are switches and times to live of caches (proves L5.3)."""

from dataclasses import replace

import pytest

from console.domain.operations.set_setting import SetSetting
from console.domain.resource import ResourceRef
from console.domain.route import Setting
from console.presenters.routing.switch_row import SwitchRow, switch_rows
from console.store.state import ObjectTable, State
from tests.fakes.routed_estate import WHOLE
from tests.fakes.small_estate import NOW_S


def rows(**entries: str) -> tuple[SwitchRow, ...]:
    held = Setting(ResourceRef("main", "ConfigMap", "cell-tokyo", "flags"), tuple(entries.items()))
    table = ObjectTable({held.ref: held}, NOW_S)
    return switch_rows(replace(State(estate=WHOLE), objects={("main", "settings"): table}))


def test_a_switch_is_offered_its_other_position() -> None:
    (found,) = rows(cta_only="False", mode="full")
    assert (found.entry, found.value, found.other, found.kind) == ("cta_only", "False", "true", "switch")
    assert found.change("true") == SetSetting("main", "cell-tokyo", "flags", "cta_only", "true")


@pytest.mark.parametrize("value", ["300", "0", "0s", "5m", "1h30m", "500ms", "2 d", "PT5M", "-1"])
def test_a_time_to_live_is_seen_in_every_form_also_one_that_keeps_nothing(value: str) -> None:
    (found,) = rows(answer_cache_ttl=value)
    assert (found.value, found.other, found.kind) == (value, "", "cache time to live")


@pytest.mark.parametrize("value", ["", "m", "soon", "1h30", "{}", "9" * 65])
def test_what_is_no_time_is_no_time_to_live(value: str) -> None:
    assert rows(answer_cache_ttl=value) == ()


def test_a_throttle_is_no_time_to_live() -> None:
    assert rows(throttle_rps="100") == ()
    assert len(rows(cacheTTLSeconds="100")) == 1
