"""All places of a lab that audit share its slots: four forges, a service and a cluster are still one machine."""

from pathlib import Path

from console.lab.lab_folder import LabFolder
from console.lab.process.audit_process import AuditProcesses


def test_places_of_one_lab_share_its_slots_and_another_lab_has_its_own(tmp_path: Path) -> None:
    here, there = LabFolder.open(tmp_path / "here"), LabFolder.open(tmp_path / "there")
    try:
        first, second, other = AuditProcesses(here), AuditProcesses(here), AuditProcesses(there)
        assert first._slots is second._slots
        assert first._slots is not other._slots
    finally:
        here.close()
        there.close()
