"""What is wrong with a parameter is said in one sentence of the reader's language. proves C1, C4"""

import pytest

from console.domain.runbooks.runbook_parameter import RunbookParameter
from console.kernel.errors import UserError
from console.kernel.i18n import Speaking
from console.runbooks.parameter_value import read_values
from console.runbooks.world import World


def test_what_is_wrong_with_a_parameter_ends_once_in_japanese() -> None:
    wrong = RunbookParameter("shard", default="{{ nobody }}")
    with Speaking("ja"), pytest.raises(UserError) as refused:
        read_values((wrong,), {}, World(None, 0.0))
    assert refused.value.message.endswith("。")
    assert "。。" not in refused.value.message
