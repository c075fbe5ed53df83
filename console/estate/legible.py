"""Text of a file inside a sentence: short, on one line, without characters that one cannot see."""

MOST = 40


def legible(text: object, most: int = MOST) -> str:
    """Return the beginning of ``text`` with everything unprintable replaced; a cut is marked by an ellipsis."""
    whole = str(text)
    short = whole if len(whole) <= most else f"{whole[:most]}…"
    return "".join(one if one.isprintable() else "�" for one in short)
