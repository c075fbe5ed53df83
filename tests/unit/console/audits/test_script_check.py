"""Tests that check with functions they were handed, that they import, or that are methods of a suite.

Proves G1.2 (INT05) and G1.11.
"""

import pytest

from tests.fakes.planted_repository import judged, marked

_FILES = {
    "src/a.js": "export const a = () => 1;\n",
    "test/tape.js": """const test = require("tape");
test("handed", ({ equal, end }) => {
  equal(a(), 1);
  end();
});
test("handed under another name", async ({ same: alike }) => {
  alike(a(), 1);
});
test("nested", function (t) {
  t.test("inner", function (st) {
    st.deepEqual(a(), 1);
    st.end();
  });
});
test("handed and not asked", ({ equal, end }) => { // PLANT-INT05
  a();
  end();
});
""",
    "test/named.test.mjs": """import { strictEqual, rejects as refuses } from "node:assert/strict";
test("named", () => {
  strictEqual(a(), 1);
});
test("renamed", () => refuses(a()));
test("a word alone", () => expect(a({ b: 1 })).resolves.toBe(1));
test("nothing", () => { // PLANT-INT05
  a();
});
test("short texts", () => { const b = a('c'); expect(b).toBe('d'); });
test("empty texts", () => { const b = a().replace(/\\"/g, ''); expect(b).toBe(''); });
test("short texts and nothing", () => { a('c'); a('expect(1)'); }); // PLANT-INT05
""",
    "test/taken.test.js": """const { equal, ok: yes } = require("assert");
const { match } = require("./helper");
test("taken", () => { equal(a(), 1); });
test("renamed", () => { yes(a()); });
test("any receiver", () => { plan.same(a(), 1); });
test("never called", () => { on("x", () => { throw new Error("should not be called"); }); });
test("helped", () => { match(a(), 1); });
test("a stimulus", () => { on("x", () => { throw new Error("boom"); }); }); // PLANT-INT05
""",
    "test/helper.js": """function match(found, wanted) {
  if (found !== wanted) {
    throw Error(`expected ${wanted}`);
  }
}
module.exports = { match };
""",
    "pkg/a_test.go": """package pkg

import "testing"

type OrderSuite struct{ suite.Suite }

func TestOrders(t *testing.T) { suite.Run(t, new(OrderSuite)) }

func FuzzOrder(f *testing.F) { f.Fuzz(func(t *testing.T, b []byte) { a() }) }

func (s *OrderSuite) TestGood() { s.Equal(1, a()) }

func (s *OrderSuite) TestHelped() { s.same(a(), 1) }

func (s *OrderSuite) same(x, y int) { s.Require().Equal(x, y) }

func (orders *OrderSuite) TestNamed() { orders.Equal(1, a()) }

func (self *OrderSuite) TestHelpedHere() { self.alike(a(), 1) }

func (self *OrderSuite) alike(x, y int) { self.Equal(x, y) }

func (s *OrderSuite) TestEnds() { if a() != nil { s.T().Fatal() } }

func (orders *OrderSuite) TestText() { strings.Contains(a(), "x") } // PLANT-INT05

func (s *OrderSuite) TestNothing() { a() } // PLANT-INT05

func (s *CheckSuite) TestChecked(c *C) { c.Assert(a(), Equals, 1) }

func (s *CheckSuite) TestUnchecked(c *C) { a() } // PLANT-INT05

func (m *Mock) TestConnection() { a() }

func (s *OrderSuite) TestReturns() error { return a() }
""",
    "app/src/test/java/ShopTest.java": """@SpringBootTest
class ShopTest {
    @Test void contextLoads() {}
    @Test void waits() { await().until(() -> a() == 1); }
    @Test void nothing() { a(); } // PLANT-INT05
}
""",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    return {one.place for one in judged(tmp_path_factory.mktemp("shop"), _FILES, "INT05").findings}


def test_only_what_checks_nothing_is_told(told: set[str]) -> None:
    assert told == marked(_FILES, "INT05")
