"""Whether a text is written in another language than English, told by its most usual words."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    ["the", "and", "of", "to", "is", "in", "for", "with", "that", "this", "are", "be", "it", "or", "not", "you", "an",
     "by", "from", "when", "if", "we", "as", "at", "can", "was", "will", "has", "all", "they", "have",
     "which", "use", "must", "see", "your", "our", "after", "before", "should", "but", "so", "does", "returns", "no"]
)  # fmt: skip
_OTHERS = frozenset(
    # German
    ["der", "die", "das", "und", "ist", "nicht", "mit", "von", "für", "auf", "ein", "eine", "einen", "einer", "wird",
     "werden", "auch", "oder", "wenn", "sich", "bei", "zum", "zur", "sind", "dem", "dass", "nur", "kein", "keine",
     # French
     "les", "une", "est", "pour", "dans", "avec", "sur", "vous", "pas", "qui", "que", "aux", "sont", "cette", "nous",
     "des", "et", "du", "la", "le",
     # Spanish, Portuguese, Italian
     "los", "las", "una", "para", "con", "por", "del", "el", "y", "como", "este", "esta", "uma", "não", "são", "em",
     "gli", "che", "di", "sono", "della", "il", "per", "questo", "è",
     # Dutch, Swedish, Danish, Norwegian, Polish
     "het", "een", "van", "niet", "met", "voor", "wordt", "zijn", "deze", "och", "att", "det", "som", "är", "för",
     "inte", "og", "på", "til", "ikke", "nie", "się", "jest", "oraz", "dla"]
)  # fmt: skip
_FEWEST, _OFTENER = 2, 2


def is_foreign(*texts: str) -> bool:
    """Return whether the first of these texts that is long enough to tell is in another language."""
    for text in texts:
        words = {one.lower() for one in _WORD.findall(text)}
        foreign, english = len(words & _OTHERS), len(words & _ENGLISH)
        if foreign + english >= _FEWEST or english:
            return foreign > _OFTENER * english
    return False
