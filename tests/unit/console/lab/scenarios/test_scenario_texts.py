"""The texts of scenarios are whole sentences without values, so that the window can translate what the lab tells."""

import pytest

from console.kernel.i18n import load_texts
from console.kernel.registry import load_all
from console.lab.scenarios.scenario import SCENARIOS, Scenario

load_all("console.lab.scenarios")


@pytest.mark.parametrize("scenario", list(SCENARIOS), ids=lambda one: one.key)
def test_every_text_is_found_in_japanese_as_the_lab_tells_it(scenario: Scenario) -> None:
    texts = load_texts("ja")
    assert {scenario.title(), scenario.injects(), scenario.diagnosis()} <= texts.keys()
