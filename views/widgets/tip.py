"""Tooltips: Qt guesses their format, and text from outside must never be taken for markup."""

from __future__ import annotations

from console.kernel.visible_text import visible_lines

MOST = 4_000
_ONE_LINE = 80


def tip(text: str) -> str:
    """Return what shows ``text`` as it is in a tooltip; unseen characters are marked, a long text is cut.

    Qt takes nothing for markup that has no ``<``. A long text is escaped markup as well, because only that is wrapped.
    """
    shown = visible_lines(text, MOST)
    if "<" not in shown and len(shown) <= _ONE_LINE:
        return shown
    escaped = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<p style="white-space:pre-wrap">{escaped}</p>'
