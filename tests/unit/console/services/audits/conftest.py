"""Places of audits that are the test's own."""

from pathlib import Path

import pytest

from console.services.audits.audit_places import AuditPlaces


@pytest.fixture
def places(tmp_path: Path) -> AuditPlaces:
    """Cache, results and book below the test's folder."""
    return AuditPlaces(tmp_path / "cache", tmp_path / "results", tmp_path / "book")
