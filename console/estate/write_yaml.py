"""Writing YAML that the estate's own reader reads back as it was: no anchors, every ambiguous text in quotes."""

from collections.abc import Iterable
from typing import Any

import yaml

from console.estate.schema.estate import CONNECTION_SECTIONS, Estate
from console.estate.yaml_scalar import resolve_plain


class _Dumper(yaml.SafeDumper):
    """Block style; never aliases; quotes what this or another YAML reader could take for something else."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    try:
        plain = resolve_plain(value) == value and value != "<<"
    except ValueError:
        plain = False
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if plain else '"')


_Dumper.add_representer(str, _text)


def yaml_text(value: Any) -> str:
    """Return plain values as block YAML in the given order."""
    return str(yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120))


def estate_text(estate: Estate, head: Iterable[str] = (), reasons: Iterable[tuple[str, str]] = ()) -> str:
    """Return an estate as YAML with comments: ``head`` lines on top, (key, sentence) above the entry with that key."""
    why: dict[str, list[str]] = {}
    for key, sentence in reasons:
        why.setdefault(key, []).append(sentence)
    lines = [_comment(line) for line in head]
    for name, value in _telling(estate).items():
        if not (isinstance(value, list) and value and isinstance(value[0], dict)):
            lines.append(yaml_text({name: value}))
            continue
        lines.append(f"\n{name}:\n")
        for entry in value:
            lines += [_comment(sentence, "  ") for sentence in why.get(entry.get("key", ""), ())]
            lines.append("".join(f"  {line}\n" for line in yaml_text([entry]).splitlines()))
    return "".join(lines)


def _telling(estate: Estate) -> dict[str, Any]:
    """Return the estate without what would be there anyway, but with every tag of a union."""
    whole = estate.model_dump(mode="json")
    told: dict[str, Any] = _with_kinds(estate.model_dump(mode="json", exclude_defaults=True), whole)
    for section in CONNECTION_SECTIONS:
        for entry, full in zip(told.get(section, ()), whole[section], strict=False):
            entry.pop("environment", None)
            if full["environment"] != whole["environment"]:
                entry["environment"] = full["environment"]
    return {"schema_version": whole["schema_version"], **told}


def _with_kinds(told: Any, whole: Any) -> Any:
    if isinstance(whole, list):
        return [_with_kinds(one, full) for one, full in zip(told, whole, strict=True)]
    if not isinstance(whole, dict) or not isinstance(told, dict):
        return told
    kind = {"kind": whole["kind"]} if "kind" in whole and "kind" not in told else {}
    return {**kind, **{name: _with_kinds(value, whole[name]) for name, value in told.items()}}


def _comment(text: str, indent: str = "") -> str:
    """Return a comment line; line ends inside the text cannot end the comment."""
    return f"{indent}# {' '.join(text.split())}\n"
