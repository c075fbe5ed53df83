"""The upper bound of a share of which some successes and failures were seen (Beta distribution)."""

from console.domain.beta_share import beta_share

_HALVINGS = 60


def beta_bound(alpha: float, beta: float, certainty: float) -> float:
    """Return x with P(share ≤ x) = ``certainty`` for Beta(``alpha``, ``beta``), by halving; both must be above 0."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if beta_share(alpha, beta, middle) < certainty:
            low = middle
        else:
            high = middle
    return (low + high) / 2
