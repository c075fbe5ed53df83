"""The moment that packages carry: that of the last commit, so that building again gives the same bytes."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_OLDEST = "315532800"  # 1980: before it a zip file cannot be


def reproducible() -> dict[str, str]:
    """Return the environment in which everything is built."""
    asked = subprocess.run(("git", "log", "-1", "--format=%ct"), cwd=ROOT, capture_output=True, text=True, check=False)
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or asked.stdout.strip() or _OLDEST
    fixed = {"SOURCE_DATE_EPOCH": epoch, "PYTHONHASHSEED": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "TZ": "UTC"}
    return {**os.environ, **fixed, "QT_QPA_PLATFORM": "offscreen"}
