"""Tests of Mocha that skip themselves from within. Proves G1.2, G1.11 (INT08)."""

from pathlib import Path

from tests.fakes.planted_repository import judged, marked, told_words

_FILES = {
    "web/order.spec.js": """describe('orders', function () {
  before(function () {
    if (!process.env.DB) this.skip();
  });
  it('ships', function () {
    this.skip(); // PLANT-INT08
  });
  it('waits', function () {
    // until https://acme.example/issues/4 is done
    this.skip();
  });
  it('is paid', async function () {
    if (!process.env.BANK) {
      this.skip();
    }
    expect(await pay()).toBe(1);
  });
  it('is sent', function () {
    if (process.env.MAIL) {
      return expect(send()).toBe(1);
    }
    this.skip();
  });
  it('reads', () => {
    expect(list.skip()).toBe(1);
  });
});
""".replace("this.skip(); // PLANT", "this.skip() /* PLANT").replace("INT08\n", "INT08 */\n"),
}


def test_only_a_test_that_never_runs_is_found(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _FILES, "INT08")
    assert {one.place for one in outcome.findings} == marked(_FILES, "INT08"), told_words(outcome)
