"""The key of a reading: which signal, and where it was measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignalKey:
    """Which reading: signal and where it was measured; empty parts are not split."""

    signal: str
    cell: str = ""
    service: str = ""
    segment: str = ""
    target: str = ""
