"""The language models behind the model router, with the lab's prices and quality."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One routed model; prices in USD per million tokens, accuracy as a ratio."""

    name: str
    median_s: float
    prompt_usd_per_mtok: float
    generation_usd_per_mtok: float
    accuracy: float

    @property
    def usd_per_request(self) -> float:
        """Price of one average request."""
        return (PROMPT_TOKENS * self.prompt_usd_per_mtok + GENERATION_TOKENS * self.generation_usd_per_mtok) / 1e6


PROMPT_TOKENS = 620.0
"""Average prompt tokens of one request."""
GENERATION_TOKENS = 180.0
"""Average generated tokens of one request."""

MODELS: tuple[ModelSpec, ...] = (
    ModelSpec("gpt-4o-mini", 0.42, 0.15, 0.60, 0.824),
    ModelSpec("gpt-4o", 0.95, 2.50, 10.00, 0.893),
    ModelSpec("custom-vertex", 0.61, 0.50, 1.50, 0.857),
)

DEFAULT_MODEL_WEIGHTS: dict[str, float] = {"gpt-4o-mini": 0.6, "gpt-4o": 0.2, "custom-vertex": 0.2}
