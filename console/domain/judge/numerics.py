"""What the tests compute with, loaded before a window asks for the first result."""


def load_numerics() -> None:
    """Load it: a tenth of a second, so call it in a thread. Later calls cost nothing."""
    import numpy  # noqa: F401, PLC0415 - heavy
