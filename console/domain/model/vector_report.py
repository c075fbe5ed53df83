"""Maintaining a model's vectors: fewer dimensions by PCA, fewer bits per number, and what that costs (E3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_VARIANCE = 0.95
MOST_DIMENSIONS = 50
LEAST_KEPT = 0.95
_QUERIES = 400
_NEIGHBOURS = 10
_HALF = 65_504.0  # the largest number of float16; what is beyond it is stored as that


class NumberFormat(StrEnum):
    """How a coordinate is stored."""

    FLOAT32 = "float32"
    FLOAT16 = "float16"
    INT8 = "int8"


@dataclass(frozen=True, slots=True)
class VectorVariant:
    """One way of storing the vectors; its dimensions hold ``variance`` of the whole.

    ``ratio`` is its size by the original's, ``speed_up`` the multiplications of one comparison saved (original by its
    own), ``kept`` the share of the ten nearest neighbours (by cosine) that stay the same.
    """

    dimensions: int
    variance: float
    format: NumberFormat
    size_bytes: int
    ratio: float
    speed_up: float
    kept: float


@dataclass(frozen=True, slots=True)
class VectorReport:
    """``needed`` dimensions hold 95 % of the variance; the most allowed (50) hold ``variance`` of it.

    The first variant is the original; the others have as few dimensions as are needed, or as many as are allowed.
    """

    words: int
    dimensions: int
    needed: int
    variance: float
    variants: tuple[VectorVariant, ...]

    @property
    def best(self) -> VectorVariant | None:
        """Return the smallest variant that keeps 95 % of the neighbours; ``None`` when the original alone does."""
        good = [one for one in self.variants[1:] if one.kept >= LEAST_KEPT and one.variance >= LEAST_VARIANCE]
        return min(good, key=lambda one: one.size_bytes, default=None)


def vector_report(matrix: NDArray[np.float32]) -> VectorReport:
    """Return the report of vectors, one per row, at least two of them; all finite."""
    import numpy as np  # noqa: PLC0415 - heavy

    vectors = np.asarray(matrix, dtype=np.float64)
    words, dimensions = vectors.shape
    centred = vectors - vectors.mean(axis=0)
    strengths, axes = np.linalg.eigh(centred.T @ centred)
    strengths, axes = np.maximum(strengths[::-1], 0.0), axes[:, ::-1]
    shares = np.cumsum(strengths) / max(float(np.sum(strengths)), 1e-300)
    needed = min(int(np.searchsorted(shares, LEAST_VARIANCE - 1e-12)) + 1, dimensions)
    most = min(MOST_DIMENSIONS, dimensions)
    near, original = _neighbours(vectors), words * dimensions * 4
    variants = [VectorVariant(dimensions, 1.0, NumberFormat.FLOAT32, original, 1.0, 1.0, 1.0)]
    for count in sorted({min(needed, most), most}):
        # Cosines are those of the original vectors: the axes turn them as they are, not their distance to the middle.
        for kind, stored, size in _stored(vectors @ axes[:, :count]):
            kept = float(np.mean(_overlap(near, _neighbours(stored))))
            held = float(shares[count - 1])
            variants.append(VectorVariant(count, held, kind, size, size / original, dimensions / count, kept))
    return VectorReport(words, dimensions, needed, float(shares[most - 1]), tuple(variants))


def _stored(reduced: NDArray[np.float64]) -> list[tuple[NumberFormat, NDArray[np.float64], int]]:
    """Return what is read back from each format, with its size; int8 has one scale per dimension (four bytes)."""
    import numpy as np  # noqa: PLC0415 - heavy

    words, dimensions = reduced.shape
    scale = np.maximum(np.abs(reduced).max(axis=0), 1e-12) / 127.0
    rounded = np.rint(reduced / scale) * scale
    count = words * dimensions
    return [
        (NumberFormat.FLOAT32, reduced.astype(np.float32).astype(np.float64), count * 4),
        (NumberFormat.FLOAT16, np.clip(reduced, -_HALF, _HALF).astype(np.float16).astype(np.float64), count * 2),
        (NumberFormat.INT8, rounded, count + dimensions * 4),
    ]


def _neighbours(vectors: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the nearest others of evenly chosen rows, by cosine, in no order."""
    import numpy as np  # noqa: PLC0415 - heavy

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.maximum(lengths, 1e-12)
    asked = np.unique(np.linspace(0, len(unit) - 1, min(len(unit), _QUERIES)).astype(np.intp))
    cosines = unit[asked] @ unit.T
    cosines[np.arange(len(asked)), asked] = -np.inf
    count = min(_NEIGHBOURS, len(unit) - 1)
    return np.argpartition(-cosines, count - 1, axis=1)[:, :count]


def _overlap(one: NDArray[np.intp], other: NDArray[np.intp]) -> list[float]:
    pairs = zip(one.tolist(), other.tolist(), strict=True)
    return [len(set(first) & set(second)) / len(first) for first, second in pairs]
