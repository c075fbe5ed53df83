"""The lab's own automation jobs: small programs behind different gates, one of which fails."""

from __future__ import annotations

import sys
from typing import Any

_WARM = "for part in ('edge', 'regional', 'global'): print(f'warmed {part}', flush=True)"
_TRAIN = "print('trained on 1,000 samples')"
_BROKEN = "import sys; print('the artefact is missing'); sys.exit(3)"


def job_section() -> dict[str, Any]:
    """Return the estate's section ``automation``."""
    return {
        "jobs": [
            _job("auto-dev:warm-cache", "Warm the caches", _WARM, ["slo"]),
            _job("auto-dev:train", "Train the forecast model when the grid is clean", _TRAIN, ["cost", "carbon"]),
            _job("auto-dev:publish", "Publish an artefact (this one fails)", _BROKEN, []),
        ]
    }


def _job(key: str, title: str, program: str, gates: list[str]) -> dict[str, Any]:
    return {"key": key, "title": title, "argv": [sys.executable, "-c", program], "gates": gates, "timeout": "1m"}
