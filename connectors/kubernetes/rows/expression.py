"""Requirements of labels and scopes as a label selector writes them."""

from collections.abc import Sequence


def expression_text(key: str, operator: str, values: Sequence[str] | None) -> str:
    """Return ``tier in (a,b)``, ``tier notin (a)``, ``tier`` or ``!tier``."""
    among = ",".join(values or ())
    forms = {"In": f"{key} in ({among})", "NotIn": f"{key} notin ({among})", "Exists": key}
    return forms.get(operator, f"!{key}")
