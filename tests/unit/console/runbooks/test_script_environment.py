"""Which scripts are not run without what a console that has ended remembered for them."""

import pytest

from console.kernel.errors import UserError
from console.runbooks.script_environment import demand_known


@pytest.mark.parametrize(
    "text",
    [
        "kubectl delete pod web-1",
        "# the pod is gone\ntrue",
        "# the POD is gone\ncat <<END\n# POD\nEND",
        "echo pods $podname",
        "pod=web-1\necho $pod",
        "# find the pod\nkubectl get pod\nexport pod=$(kubectl get pod -o name)\necho ${pod}",
        "for pod in a b; do echo $pod; done",
        "kubectl set env pod/web-1 A=1",
        "POD='a b'; echo $POD",
    ],
)
def test_a_script_that_only_says_the_word_or_sets_it_first_runs(text: str) -> None:
    """Proves C4: what a console that ended had remembered is not asked for by a script that does not read it."""
    demand_known(text, {"pod": "find", "POD": "find"}, {})


@pytest.mark.parametrize(
    "text",
    [
        'echo "$pod"',
        'rm -rf "/srv/${pod:-}"',
        "pod=$pod-2\necho $pod",
        "pod=1 ./run\necho $pod",
        "if true; then\n  pod=1\nfi\necho $pod",
        "cat >file <<END\npod=1\nEND\necho $pod",
        "for pod in $pod; do true; done",
        "echo $((1 + pod))",
        "docker run -e pod image",
        "import os\nprint(os.environ['pod'])",
        "console.log(process.env.pod)",
        "jq -n '$ENV.pod'",
        "perl -e 'print $ENV{\"pod\"}'",
        "Write-Output $env:pod",
        "declare -x pod\n./run",
        "cat <<END\n# What became of $pod\nEND",
        "sudo --preserve-env=POD run",
        "POD= ./run",
    ],
)
def test_a_script_that_may_read_it_does_not(text: str) -> None:
    """Proves C4: an empty variable would mean something else to it, a default too."""
    with pytest.raises(UserError, match="left by the step find"):
        demand_known(text, {"pod": "find", "POD": "find"}, {})
    demand_known(text, {"pod": "find", "POD": "find"}, {"pod": "given again", "POD": "given again"})
