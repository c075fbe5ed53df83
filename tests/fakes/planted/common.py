"""What well-kept projects have in common, so that a planted one says only what is planted."""

from collections.abc import Mapping


def at(files: Mapping[str, str | bytes], path: str, text: str, after: int = 0) -> str:
    """Return the place of the line that holds a text; ``after`` moves it down."""
    lines = str(files[path]).splitlines()
    return f"{path}:{next(number for number, line in enumerate(lines, 1) if text in line) + after}"


MIT = "MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy\n"
PINNED = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"


def readme(name: str, install: str, use: str, test: str) -> str:
    """Return a README that tells everything."""
    return (
        f"# {name}\n\nIt sells things.\n\n## Install\n\n```sh\n{install}\n```\n\n## Use\n\n```sh\n{use}\n```\n\n"
        f"## Test\n\n```sh\n{test}\n```\n\n## Licence\n\n[MIT](LICENSE)\n"
    )


def workflow(test: str) -> str:
    """Return a workflow that no rule has a word on."""
    return f"""name: ci
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    steps:
      - uses: {PINNED}
        with:
          persist-credentials: false
      - run: {test}
"""


def dependabot(ecosystem: str) -> str:
    """Return the settings of an update bot."""
    return (
        f"version: 2\nupdates:\n  - package-ecosystem: {ecosystem}\n    directory: /\n"
        "    schedule:\n      interval: weekly\n"
    )


def well_kept(ecosystem: str, test: str) -> dict[str, str]:
    """Return what every project has."""
    return {
        "LICENSE": MIT,
        "SECURITY.md": "# Security\n\nWrite to security@shop.example.\n",
        "CONTRIBUTING.md": "# Contributing\n\nOpen an issue first.\n",
        ".github/dependabot.yml": dependabot(ecosystem),
        ".github/workflows/ci.yml": workflow(test),
    }
