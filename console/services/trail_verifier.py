"""The stand-alone verifier as one file: its modules, joined in order."""

from __future__ import annotations

from importlib import resources

_PARTS = ("ed25519", "merkle_tree", "signed_note", "trail_check", "verify_trail")
_FUTURE = "from __future__ import annotations\n"


def verifier_text() -> str:
    """Return the Python source; it needs nothing of this program."""
    sources = [(resources.files("resources.trail") / f"{part}.py").read_text(encoding="utf-8") for part in _PARTS]
    head, _, _rest = sources[-1].partition(_FUTURE)
    bodies = [source.partition(_FUTURE)[2] for source in sources]
    lines = [line for body in bodies for line in body.splitlines() if not line.startswith("from resources.")]
    text = "\n".join(lines)
    return f"{head}{_FUTURE}{text}\n"
