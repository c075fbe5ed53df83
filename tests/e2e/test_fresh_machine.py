"""A minimal Debian 12 sets itself up and works twice, the second time offline. (proves issue 2: fresh machine)"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SMOKE = """
set -e
command -v make >/dev/null || sh packaging/machine.sh test
make setup-test
.venv/bin/cell-console --version
make -n test >/dev/null
QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest -q tests/architecture -m "not slow" -p no:cacheprovider
"""


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_a_bare_machine_sets_itself_up_and_then_works_offline(root_dir: Path, tmp_path: Path) -> None:
    if os.geteuid() != 0 or not shutil.which("debootstrap") or not shutil.which("unshare"):
        pytest.skip("needs root, debootstrap and unshare")
    command = ["sh", "packaging/fresh_machine.sh", str(tmp_path / "machine"), "sh", "-c", SMOKE]
    result = subprocess.run(command, cwd=root_dir, capture_output=True, text=True, timeout=1400, check=False)
    said = result.stdout + result.stderr
    assert result.returncode == 0, said[-6000:]
    assert "these Debian packages are missing" in said
    assert "second run took" in said
