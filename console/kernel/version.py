"""The program's version, kept equal to pyproject.toml by a test; reading package metadata would slow --version down."""

from __future__ import annotations

VERSION = "0.1.0"
