"""Which cells or segments an objective names: OpenSLO lets a label be a list, which stands in one text with commas."""


def named_places(label: str) -> tuple[str, ...]:
    """Return the names of a label such as ``b2b,b2c``, each once; empty for a label that names none."""
    return tuple(dict.fromkeys(name for part in label.split(",") if (name := part.strip())))
