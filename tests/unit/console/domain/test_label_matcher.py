"""Label matchers as Alertmanager reads them (proves L3.4: what a silence mutes is known before)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.label_matcher import LabelMatcher, matches_all, matches_anything

LABELS = {"alertname": "CellErrorsHigh", "cell": "tokyo", "severity": "critical"}


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ('cell="tokyo"', True),
        ("cell=tokyo", True),
        (' cell = "tokyo" ', True),
        ('cell="tok"', False),
        ('cell!="tokyo"', False),
        ('cell!="osaka"', True),
        ('cell=~"to.*"', True),
        ('cell=~"to"', False),  # anchored on both sides
        ('cell=~"osaka|tokyo"', True),
        ('cell!~"to.*"', False),
        ('cell!~"osaka|kyoto"', True),
        ('region=""', True),  # absent counts as empty
        ('region!=""', False),
        ('region=~".*"', True),
        ('region=~".+"', False),
        (r'cell=~"\w{5}"', True),
        (r'cell=~"to\\w+"', True),
    ],
)
def test_a_condition_holds_as_alertmanager_says(text: str, matches: bool) -> None:
    assert LabelMatcher.parse(text).matches(LABELS) is matches


@pytest.mark.parametrize(
    "text", ["", "cell", "=x", "1cell=x", 'cell="x', 'cell=~"("', 'cell=~"a(?=b)"', r"cell=~(a)\1", "ce-ll=x"]
)
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        LabelMatcher.parse(text)


@given(
    st.from_regex(r"[a-zA-Z_][a-zA-Z0-9_]{0,8}", fullmatch=True),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
    st.booleans(),
)
def test_every_condition_survives_being_written(name: str, value: str, is_equal: bool) -> None:
    matcher = LabelMatcher(name, value, is_equal)
    assert LabelMatcher.parse(str(matcher)) == matcher


@pytest.mark.parametrize(
    ("texts", "anything"),
    [
        ([], True),
        (['a=~".*"'], True),
        (['alertname=~".+"'], True),
        (['alertname!="X"', 'cell!~"y"'], True),
        (['alertname=~".+"', "cell=tokyo"], False),
        (['alertname=~"Cell.*"'], False),
        (["cell=tokyo"], False),
    ],
)
def test_conditions_that_mute_everything_are_known(texts: list[str], anything: bool) -> None:
    assert matches_anything([LabelMatcher.parse(text) for text in texts]) is anything


def test_all_conditions_must_hold() -> None:
    both = [LabelMatcher.parse("cell=tokyo"), LabelMatcher.parse("severity=warning")]
    assert matches_all(both[:1], LABELS)
    assert not matches_all(both, LABELS)
