"""The small part of JSONPath that printer columns use."""

import re
from typing import Any

_STEP = re.compile(r"([A-Za-z0-9_-]+)|\[(\d+|\*)\]|\[\?\(@\.([A-Za-z0-9_]+)==\"([^\"]*)\"\)\]|\.")


def find_json_path(value: Any, path: str) -> list[Any]:
    """All values under a path such as `status.conditions[?(@.type=="Ready")].status`."""
    found = [value]
    for name, index, key, wanted in _STEP.findall(path):
        if name:
            found = [item[name] for item in found if isinstance(item, dict) and name in item]
        elif index == "*":
            found = [child for item in found if isinstance(item, list) for child in item]
        elif index:
            place = int(index)
            found = [item[place] for item in found if isinstance(item, list) and place < len(item)]
        elif key:
            lists = (item for item in found if isinstance(item, list))
            found = [child for item in lists for child in item if isinstance(child, dict) and child.get(key) == wanted]
    return found
