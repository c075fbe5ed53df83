"""Imports that register something by being run. Proves G1.2 and G1.11 (STR08)."""

from pathlib import Path

from tests.fakes.planted_repository import PlantedRepository, looked_at, marked, told_words

_FILES = {
    "src/shop/apps.py": '''import os  # PLANT-STR08
from django.apps import AppConfig


class Shop(AppConfig):
    def ready(self) -> None:
        """Bind."""
        import shop.signals
        from . import checks

    def other(self):
        import shop.signals  # PLANT-STR08


def ready():
    import sys  # PLANT-STR08
'''
}


def test_what_an_application_imports_once_it_is_ready_is_used(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    before = made.commit({"src/shop/__init__.py": ""})
    made.commit(_FILES)
    outcome = looked_at(made, "STR08", baseline=before)
    assert {one.place for one in outcome.findings} == marked(_FILES, "STR08"), told_words(outcome)
