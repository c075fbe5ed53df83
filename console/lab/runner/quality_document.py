"""The lab's documents about the quality of its edge models: compression, accuracy week by week, roadmap."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from console.lab.simulator.demand import DAY_S

_WEEKS = (0.585, 0.658, 0.689, 0.722, 0.741, 0.768, 0.781, 0.793, 0.806, 0.812, 0.817, 0.82)
"""Accuracy on live answers at the end of each week since the roadmap began."""
_PHASES = (
    # title, first day, last day, measures, fallback, reached
    ("Rules and a small dictionary", 0, 13,
     ("Collect labelled answers from every segment", "Begin with rules for the 200 most frequent queries"),
     ("Keep the rules in front of the model", "Label 200 more answers a day by hand"), 0.652),
    ("Weekly retraining on feedback", 14, 55,
     ("Retrain every Sunday with corrections and reports", "Compare every version in an A/B test"),
     ("Go back to the version of the best week", "Double the share of explicit feedback in training"), 0.788),
    ("Larger dictionary, smaller vectors", 56, 91,
     ("Add the 100 most frequent uncovered words", "Compress vectors without losing accuracy"),
     ("Route hard queries to the language models", "Review the architecture at the month's end"), None),
)  # fmt: skip


def quality_document(model: str, accuracy: float, age_days: int, now_s: float) -> bytes:
    """Return the document of a model by key, whose running version was accepted with `accuracy`."""
    today = datetime.fromtimestamp(now_s, UTC)
    start = today - timedelta(days=age_days)
    content = {
        "kind": "quality",
        "model": model,
        "made_at": datetime.fromtimestamp(now_s - DAY_S / 4, UTC).isoformat(timespec="seconds"),
        "source": "lab: weekly evaluation",
        "reference": accuracy,
        "started": f"{start:%Y-%m-%d}",
        "compression": {
            "information": 0.971,
            "similarity": 0.944,
            "coverage": 0.931,
            "impact": 0.012,
            "stages": [
                {"number": 1, "from_bytes": 10_000_000, "to_bytes": 4_920_000, "kept": 0.986, "lost": 0.004},
                {"number": 2, "from_bytes": 4_920_000, "to_bytes": 1_940_000, "kept": 0.971, "lost": 0.012},
                {"number": 3, "from_bytes": 1_940_000, "to_bytes": 776_000, "kept": 0.923, "lost": 0.031},
            ],
        },
        "measurements": [_measurement(start, week, reached) for week, reached in enumerate(_WEEKS, start=1)
                         if week * 7 <= age_days],
        "roadmap": [_phase(start, age_days, *phase) for phase in _PHASES],
    }  # fmt: skip
    return json.dumps(content, indent=2).encode()


def _measurement(start: datetime, week: int, reached: float) -> dict[str, Any]:
    return {
        "day": f"{start + timedelta(days=7 * week):%Y-%m-%d}",
        "realtime": reached,
        "ab_test": round(reached - 0.006, 4),
        "feedback": round(reached - 0.02, 4),
    }


def _phase(
    start: datetime,
    age_days: int,
    title: str,
    first: int,
    last: int,
    measures: tuple[str, ...],
    fallback: tuple[str, ...],
    reached: float | None,
) -> dict[str, Any]:
    content: dict[str, Any] = {
        "title": title,
        "begins": f"{start + timedelta(days=first):%Y-%m-%d}",
        "ends": f"{start + timedelta(days=last):%Y-%m-%d}",
        "measures": list(measures),
        "fallback": list(fallback),
    }
    return content if reached is None or last >= age_days else {**content, "reached": reached}
