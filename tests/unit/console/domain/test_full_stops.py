"""What people and others said ends once in a sentence, whatever full stop it came with. proves C1"""

import pytest

from console.domain.operations.create_silence import CreateSilence
from console.kernel.i18n import Speaking


@pytest.mark.parametrize("comment", ["様子見", "様子見。"])
def test_the_comment_of_a_silence_ends_once_in_japanese(comment: str) -> None:
    silence = CreateSilence("alarms", ("cell=tokyo",), 7200.0, comment, "ann")
    with Speaking("ja"):
        assert silence.summary() == "alarms のアラートのうち cell=tokyo をミュートします: 様子見。"
