"""The labels that a scrape adds: the history carries the same, so that live samples continue its series."""

SCRAPE_LABELS = {"job": "lab", "instance": "lab"}
