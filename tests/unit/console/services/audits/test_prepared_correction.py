"""Corrections prepared for teams that want them; nothing is ever applied. Proves G1.7."""

from pathlib import Path

import pytest

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import ENTERPRISE, OPEN_SOURCE, AuditProfile
from console.kernel.runtime import Runtime
from console.services.audits.audit_fleet import AuditFleet
from console.services.audits.audit_order import AuditOrder
from console.services.audits.audit_places import AuditPlaces
from console.services.audits.prepared_correction import prepare_correction
from tests.fakes.manual_clock import ManualClock
from tests.fakes.planted_repository import PlantedRepository


@pytest.mark.parametrize(
    ("profile", "prepared"), [pytest.param(OPEN_SOURCE, True, marks=pytest.mark.slow), (ENTERPRISE, False)]
)
def test_a_patch_is_prepared_only_where_the_profile_corrects(
    runtime: Runtime, places: AuditPlaces, tmp_path: Path, profile: AuditProfile, prepared: bool
) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    before = repository.commit({"shop/__init__.py": "", "shop/a.py": "VALUE = 1\n"})
    repository.commit({"shop/a.py": "import os\n\nVALUE = 1\n"})
    clock = ManualClock()
    order = AuditOrder("shop", str(repository.folder), "main", before, (AuditName.STRICT,), profile)
    (outcome,) = runtime.run(AuditFleet(runtime, clock, places).run([order]))
    file = prepare_correction(places, outcome, clock.now().timestamp())
    assert (file is not None) is prepared
    if file is not None:
        assert "-import os" in file.read_text()
    assert "import os" in (repository.folder / "shop/a.py").read_text()
    assert repository.git("status", "--porcelain") == ""
