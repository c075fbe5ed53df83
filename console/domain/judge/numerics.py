"""What the tests compute with, loaded before a window asks for the first result."""


def load_numerics() -> None:
    """Load it: half a second, so call it in a thread. Later calls cost nothing."""
    import scipy.special  # noqa: F401, PLC0415 - heavy
