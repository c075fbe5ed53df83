"""The lab's documents about its edge model: dictionary, vocabulary and vectors, as a team's jobs would export them."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import numpy as np

from console.lab.runner.quality_document import quality_document
from console.lab.simulator.noise import stream_key, uniform

MODEL = "ranker"
_STEMS = ("pricing", "webinar", "invoice", "renewal", "pipeline", "forecast", "benchmark", "onboarding", "compliance",
          "security", "budget", "campaign", "audience", "retention", "survey", "contract", "license", "platform",
          "delivery", "feedback", "training", "workflow", "summary", "report", "insight", "template", "discount",
          "partner", "roadmap", "release", "incident", "migration")  # fmt: skip
_ENDINGS = ("", "s", "-guide", "-offer", "-plan", "-update", "-team", "-review", "-tool", "-tips", "-case", "-cost",
            "-trend", "-check", "-demo", "-call", "-note", "-kit", "-index", "-goal", "-risk", "-news", "-panel",
            "-score", "-list", "-test", "-day", "-lead", "-hub", "-flow", "-desk", "-map", "-rate", "-bonus",
            "-grant")  # fmt: skip
_WORDS, _NEW = 1_000, 120
_DAYS, _TOKENS_A_DAY = 30, 41_000
_DIMENSIONS, _INNER, _FADING = 128, 44, 25.0
_ACCEPTED, _ROADMAP_DAYS = 0.842, 86
_SOURCE = "lab (simulated)"


def model_documents(seed: int, now_s: float) -> Mapping[str, str | bytes]:
    """Return each file's content by its name; the same numbers for the same seed, dated by ``now_s``."""
    now = datetime.fromtimestamp(now_s, UTC)
    head = {"model": MODEL, "made_at": now.isoformat(timespec="seconds"), "source": _SOURCE}
    words = _words()
    return {
        "dictionary.json": _json({"kind": "dictionary", **head, **_dictionary(seed, words[:_WORDS], now)}),
        "vocabulary.json": _json({"kind": "vocabulary", **head, **_vocabulary(seed, words[_WORDS:], now)}),
        "vectors.json": _json({"kind": "vectors", **head, "file": "ranker-vectors.npy"}),
        "ranker-vectors.npy": _vectors(seed),
        "quality.json": quality_document(MODEL, _ACCEPTED, _ROADMAP_DAYS, now_s),
    }


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, indent=1) + "\n"


def _words() -> list[str]:
    """Return more words than the dictionary has places, each once."""
    return [f"{stem}{ending}" for ending in _ENDINGS for stem in _STEMS][: _WORDS + _NEW]


def _dictionary(seed: int, words: list[str], now: datetime) -> dict[str, Any]:
    """Most words are used by Zipf's law; the last ones hardly, or not for a season."""
    key = stream_key(seed, "dictionary")
    found: list[dict[str, Any]] = []
    for rank, word in enumerate(words):
        chance = uniform(key, rank)
        uses, silent = round(240_000 / (rank + 8) * (0.8 + 0.4 * chance)), chance * 3
        if rank >= _WORDS - 58:
            uses, silent = (round(9 * chance), 20 + 40 * chance) if rank % 3 else (uses, 95 + 60 * chance)
        found.append({"word": word, "uses": uses, "last_used": f"{(now - timedelta(days=silent)).date()}"})
    size = sum(len(one["word"]) + 246 for one in found)
    return {"size_bytes": size, "words": found}


def _vocabulary(seed: int, new: list[str], now: datetime) -> dict[str, Any]:
    """Coverage sinks slowly below what is asked for: the missing words are talked about more and more."""
    key = stream_key(seed, "vocabulary")
    days: list[dict[str, Any]] = []
    for ago in range(_DAYS - 1, -1, -1):
        tokens = round(_TOKENS_A_DAY * (0.9 + 0.2 * uniform(key, ago)))
        covered = round(tokens * (0.846 - 0.022 * (1 - ago / _DAYS) + 0.006 * uniform(key, 100 + ago)))
        days.append({"day": f"{(now - timedelta(days=ago)).date()}", "tokens": tokens, "covered": covered})
    missing = sum(day["tokens"] - day["covered"] for day in days)
    weights = [1 / (rank + 4) for rank in range(len(new))]
    uncovered = [
        {"token": word, "count": max(1, round(0.55 * missing * weight / sum(weights)))}
        for word, weight in zip(new, weights, strict=True)
    ]
    return {"days": days, "uncovered": uncovered}


def _vectors(seed: int) -> bytes:
    """Return vectors that lie, but for a little noise, in fewer directions than they have, as those of words do."""
    generator = np.random.default_rng(stream_key(seed, "vectors") % 2**32)
    place = np.arange(_DIMENSIONS)
    shares = np.where(place < _INNER, np.exp(-place / _FADING), 0.004)
    turned = np.linalg.qr(generator.standard_normal((_DIMENSIONS, _DIMENSIONS)))[0]
    vectors = (generator.standard_normal((_WORDS, _DIMENSIONS)) * shares) @ turned
    raw = BytesIO()
    np.save(raw, vectors.astype(np.float32))
    return raw.getvalue()
