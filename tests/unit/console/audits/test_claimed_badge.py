"""Badges that name a workflow by what it is called. Proves G1.2 and G1.11 (INT10)."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import judged, tells, told_words

_FILES = {
    ".github/workflows/ci.yml": "name: CI Tests  # all\non: push\njobs: {}\n",
    ".github/workflows/docs.yaml": 'name: "Docs"\non: push\njobs: {}\n',
    "package.json": '{"name": "shop", "repository": "github:acme/shop"}\n',
}


@pytest.mark.parametrize(
    ("badge", "wanted"),
    [
        ("acme/shop/workflows/Nightly/badge.svg", ["README.md:3"]),
        ("acme/shop/workflows/CI%20Tests/badge.svg", []),
        ("acme/shop/workflows/Docs/badge.svg?branch=main", []),
        ("other/thing/workflows/Nightly/badge.svg", []),
        ("acme/shop/workflows/ci.yml/badge.svg", []),
    ],
)
def test_the_badge_of_a_workflow_that_is_not_there_is_told(tmp_path: Path, badge: str, wanted: list[str]) -> None:
    readme = f"# Shop\n\n![tests](https://github.com/{badge})\n"
    outcome = judged(tmp_path, {**_FILES, "README.md": readme}, "INT10")
    assert tells(outcome, wanted), told_words(outcome)
