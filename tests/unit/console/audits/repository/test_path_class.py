"""What a path is by its name: tests beside the product, what others wrote, what programs wrote (G1.2)."""

import pytest

from console.audits.repository.path_class import PathClass, path_class


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("app/src/androidTest/java/shop/FakeServer.java", PathClass.TEST),
        ("src/integrationTest/java/shop/House.java", PathClass.TEST),
        ("src/testFixtures/java/shop/Orders.java", PathClass.TEST),
        ("src/main/java/shop/OrderITCase.java", PathClass.TEST),
        ("integration-tests/house.py", PathClass.TEST),
        ("integration_tests/src/lib.rs", PathClass.TEST),
        ("src/test-utils/render.tsx", PathClass.TEST),
        ("internal/testutil/db.go", PathClass.TEST),
        ("cypress/support/commands.ts", PathClass.TEST),
        ("src/cart.tests.ts", PathClass.TEST),
        ("test-d/index.ts", PathClass.TEST),
        ("features/steps/cart.py", PathClass.TEST),
        ("features/step_definitions/cart.js", PathClass.TEST),
        ("ui-tests/cart.ts", PathClass.TEST),
        ("src/setupTests.ts", PathClass.TEST),
        ("vitest.setup.ts", PathClass.TEST),
        ("src/features/steps.ts", PathClass.SOURCE),
        ("web/src/features/steps/first.tsx", PathClass.SOURCE),
        ("src/latest.tsx", PathClass.SOURCE),
        ("src/ab_tests/experiment.py", PathClass.SOURCE),
        ("src/contest/java.py", PathClass.SOURCE),
        ("internal/pods/list.go", PathClass.SOURCE),
        ("src/latest/java/shop/House.java", PathClass.SOURCE),
        (".venv/lib/python3.11/site-packages/six.py", PathClass.VENDORED),
        (".yarn/releases/yarn-4.0.0.cjs", PathClass.VENDORED),
        ("ios/Pods/Firebase/a.c", PathClass.VENDORED),
        ("Pods/Firebase/a.js", PathClass.VENDORED),
        ("App/Pods/Firebase/README.md", PathClass.VENDORED),
        ("src/pages/Pods/index.tsx", PathClass.SOURCE),
        ("packages/cypress/src/plugin.ts", PathClass.SOURCE),
        ("packages/shop/cypress/support/login.ts", PathClass.TEST),
        ("wwwroot/lib/jquery/jquery.js", PathClass.VENDORED),
        ("proto/orders_pb.js", PathClass.GENERATED),
        ("proto/orders_grpc_pb.d.ts", PathClass.GENERATED),
        ("gen/orders.pb.gw.go", PathClass.GENERATED),
        ("web/a.min.mjs", PathClass.GENERATED),
        ("htmlcov/coverage_html.js", PathClass.GENERATED),
        ("src/publish.js", PathClass.SOURCE),
    ],
)
def test_what_a_path_is(path: str, wanted: PathClass) -> None:
    assert path_class(path) is wanted
