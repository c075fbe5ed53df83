"""Kubernetes quantities as numbers (``250m``, ``1Gi``, ``100``)."""

import re

_QUANTITY = re.compile(r"^\s*([+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?\s*$")
_FACTORS = {
    None: 1.0, "n": 1e-9, "u": 1e-6, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18,
    "Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40, "Pi": 2.0**50, "Ei": 2.0**60,
}  # fmt: skip


def quantity_number(text: str | None) -> float | None:
    """Return a quantity as a number in its base unit; ``None`` when it is not one."""
    found = _QUANTITY.match(text or "")
    return None if found is None else float(found[1]) * _FACTORS[found[2]]
