"""Shapes of faults in JavaScript and TypeScript, and what only looks like them."""

FILES: dict[str, str | bytes] = {
    "web/stubs.ts": """export class Shape {
  area(): number {
    throw new Error("not implemented"); // hook
  }
}
export class Circle extends Shape {
  override area(): number {
    return 3;
  }
}
export abstract class Reader {
  abstract read(): string;
}
export class Cart {
  total(): number {
    throw new Error("Method not implemented."); // PLANT-INT03
  }
  clear() {}
}
export const refund = (id: string) => {
  throw new Error(`TODO: refund ${id}`); // PLANT-INT03
};
export function ship() {
  throw new NotImplementedError(); // PLANT-INT03
}
export function pay(kind: string) {
  if (kind === "cheque") {
    throw new Error("Cheques are not supported");
  }
  return 1;
}
export function noop() {}
export function later() {
  throw Error("Not yet implemented"); // PLANT-INT03
}
""",
    "web/errors.js": """export async function one(url) {
  try {
    await fetch(url);
  } catch (e) {
  }
  try {
    await fetch(url);
  } catch (e) {
    console.error(e);
  }
  try {
    localStorage.clear();
  } catch {
    // private mode: nothing to clear
  }
  fetch(url).catch((e) => {});
  fetch(url).catch(e => {});
  fetch(url).catch(function (e) {});
  fetch(url).catch((e) => console.warn(e));
  fetch(url).catch(report);
  try {
    await fetch(url);
  } catch (e) {}
  finally {
    done();
  }
  try { await fetch(url) } catch (e) { /* best effort */ }
}
""",
    "web/login.ts": """export const dbPassword = "Tr0ub4dor&3"; // PLANT-INT02
export const config = {
  apiKey: "9f86d081884c7d659a2feaa0", // PLANT-INT02
  password: process.env.PASSWORD,
  secretName: "prod/db/main",
  passwordField: "user_password",
  tokenUrl: "https://login.example/token",
};
export const secret = process.env.SECRET || "kq82-ZZ-10ab"; // PLANT-INT02
export const other = process.env.SECRET ?? "";
export const labels = { password: "Passwort", forgotPassword: "Forgot password?" };
export const errors = { INVALID_PASSWORD: "invalid_password" };
export const PASSWORD_PATTERN = "^(?=.*[a-z])(?=.*[0-9]).{8,}$";
export const passwordInput = document.querySelector("#password");
export class Client {
  private password: string = "s3cr3t-99"; // PLANT-INT02
  private passwordLabel = "Your password";
}
""",
    "web/page.tsx": """export function Page(props: { html: string }) {
  return <div dangerouslySetInnerHTML={{ __html: props.html }} />; // PLANT-STR03
}
export function Safe(props: { html: string }) {
  return <div dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(props.html) }} />;
}
export function Other() {
  return <div>{"eval(x)"}</div>;
}
""",
    "web/ways.js": """const cp = require("child_process");
const crypto = require("crypto");
function ways(name, res, db, input) {
  cp.exec("ls " + name); // PLANT-STR03
  cp.execSync(`rm ${name}`); // PLANT-STR03
  cp.spawn("sh", ["-c", name]); // PLANT-STR03
  cp.spawn("ls", [name]);
  cp.spawn(name, { shell: true }); // PLANT-STR03
  eval("(" + input + ")"); // PLANT-STR03
  setTimeout("run()", 10); // PLANT-STR03
  setTimeout(() => run(), 10);
  document.write(input); // PLANT-STR03
  document.getElementById("a").insertAdjacentHTML("beforeend", input); // PLANT-STR03
  db.query("SELECT * FROM users WHERE id = " + input); // PLANT-STR03
  db.query(`SELECT * FROM users WHERE id = ${input}`); // PLANT-STR03
  db.query("SELECT * FROM users WHERE id = ?", [input]);
  db.query("SELECT a " + "FROM b");
  crypto.createHash("md5").update(input).digest("hex"); // PLANT-STR03
  crypto.createHash("sha256").update(input).digest("hex");
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0"; // PLANT-STR03
  const model = { eval: 1 };
  model.eval(name);
  const re = /a/; re.exec(name);
  return "eval(" + name + ")";
}
module.exports = ways;
""",
    "web/long.js": "export function route(order) { // PLANT-STR04\n"
    + "".join(f"  if (order === {n}) {{\n    return {n};\n  }}\n" for n in range(17))
    + "  return 0;\n}\n"
    + "export function many(a, b, c, d, e, f, g, h) { // PLANT-STR05\n  return a;\n}\n"
    + "export const few = (a, b) => a + b;\n"
    + "export function long() { // PLANT-STR05\n  let t = 0;\n"
    + "".join(f"  t += {n};\n" for n in range(105))
    + "  return t;\n}\n"
    + "export function deep(a) { // PLANT-STR05\n  if (a) {\n    for (;;) {\n      if (a) {\n"
    "        while (a) {\n          if (a) {\n            if (a > 1) {\n              return 1;\n"
    "            }\n          }\n        }\n      }\n    }\n  }\n}\n",
    "web/brace.js": """export function open(a) {
  if (a) {
    return 1;
}
""",
    "web/paren.ts": """export function open(a: number) {
  return Math.max(a, 1;
}
""",
    "web/flow.js": """// @flow
type Point = {| x: number |};
export function f(p: ?Point): %checks { return !!p; }
""",
    "web/good.mts": """export type A<T> = T extends infer U ? U : never;
export const x = <const T,>(a: T) => a satisfies unknown;
enum B { one = 1 }
@sealed
class C { accessor x = 1; static { B.one; } #p = 2; }
""",
    "web/cart.test.ts": """import { total, Cart } from "./cart";
jest.mock("./cart", () => ({ total: jest.fn(() => 3) })); // PLANT-INT07
it("should total", () => { // PLANT-INT05
  total([1]);
});
it("checks nothing but expects in words", async () => { // PLANT-INT05
  // expect(total([])).toBe(0)
  await total([2]);
});
test.only("only", () => { // PLANT-INT08
  expect(total([])).toBe(0);
});
it.each([[1, 2]])("each %s", (a, b) => { // PLANT-INT05
  total([a, b]);
});
it.each([[1, 2]])("each good %s", (a, b) => {
  expect(total([a])).toBe(b);
});
it("chai", () => {
  total([1]).should.equal(1);
});
it("always", () => {
  expect(true).toBe(true); // PLANT-INT06
  expect(1).toStrictEqual(1); // PLANT-INT06
  expect(1 === 1).toBe(true); // PLANT-INT06
  expect(total([1])).toBe(total([1]));
  expect("a").toBe("a"); // PLANT-INT06
});
it.skip("off", () => {
  expect(total([])).toBe(0);
});
xit("off too", () => {
  expect(total([])).toBe(0);
});
it.skip("off, see #123", () => {
  expect(total([])).toBe(0);
});
// waits for the new gateway
it.skip("off with a reason above", () => {
  expect(total([])).toBe(0);
});
describe.skip("group", () => {
  it("x", () => { expect(total([])).toBe(0); });
});
it.skipIf(process.platform === "win32")("sometimes", () => {
  expect(total([])).toBe(0);
});
it("uses a helper", () => {
  expectTotal(3);
});
function expectTotal(n) {
  expect(total([n])).toBe(n);
}
it("uses another helper", () => {
  roundTrip(3);
});
function roundTrip(n) {
  expect(total([n])).toBe(n);
}
it("does not throw on empty carts", () => {
  total([]);
});
it("only names it", () => {
  const list = [];
  list.only = 1;
  expect(list.only).toBe(1);
});
""",
    "web/chai.spec.js": """const { expect, assert } = require("chai");
const { pay } = require("../src/pay");
describe("pay", function () {
  it("is true", () => {
    expect(true).to.be.true; // PLANT-INT06
    expect(true).to.equal(true); // PLANT-INT06
    assert.deepEqual([1], [1]); // PLANT-INT06
    assert.equal(1, 1); // PLANT-INT06
    assert.ok(pay());
  });
  it("resolves", () => {
    return expect(pay()).to.eventually.equal(3);
  });
  it("calls done", (done) => {
    request(app).get("/").expect(200, done);
  });
  context.only("group", () => { // PLANT-INT08
    it("a", () => { assert.ok(pay()); });
  });
  fdescribe("focus", () => { // PLANT-INT08
    fit("b", () => { // PLANT-INT08
      assert.ok(pay());
    });
  });
  it("pays", sinon.test(function () { // PLANT-INT05
    pay();
  }));
  specify.skip("c", () => {
    assert.ok(pay());
  });
});
""",
    "web/mocked.test.js": """import * as cart from "../src/mocked";
import { api } from "./api";
vi.mock("./api");
vi.mock("../lib/mocked-helper");
test("spied subject", () => { // PLANT-INT07
  jest.spyOn(cart, "total").mockReturnValue(3);
  expect(cart.total([1])).toBe(3);
});
test("spied dependency", () => {
  jest.spyOn(api, "load").mockReturnValue(3);
  expect(cart.total([1])).toBe(3);
});
test("own mock", () => { // PLANT-INT07
  const total = jest.fn().mockReturnValue(3);
  expect(total()).toBe(3);
});
""",
    "web/partial.test.ts": """vi.mock("./partial", async (importOriginal) => ({
  ...(await importOriginal()), load: vi.fn() }));
import { total } from "./partial";
test("total", () => {
  expect(total([1])).toBe(1);
});
""",
    "web/play.spec.ts": """import { test, expect } from "@playwright/test";
test("shows", async ({ page }) => {
  test.skip(process.env.CI === "1", "needs a screen");
  await page.waitForTimeout(3000); // PLANT-TDD09
  await expect(page.locator("h1")).toBeVisible();
});
test.fixme("broken", async ({ page }) => {
  await expect(page).toHaveURL("/");
});
test("visual", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveScreenshot();
});
""",
    "web/snap.test.tsx": """import { render, screen, waitFor } from "@testing-library/react";
test("renders", () => {
  const { container } = render(<Cart />);
  expect(container).toMatchSnapshot();
});
test("finds", async () => {
  render(<Cart />);
  await screen.findByText("Total");
});
test("renders only", () => { // PLANT-INT05
  render(<Cart />);
});
test("fake timers", () => {
  jest.useFakeTimers();
  setTimeout(done, 100);
  expect(jest.getTimerCount()).toBe(1);
});
""",
    "web/slow.test.js": """test("waits", async () => {
  await new Promise((r) => setTimeout(r, 1000)); // PLANT-TDD09
  expect(load()).toBe(1);
});
jest.retryTimes(3); // PLANT-TDD09
test("sleeps", async () => {
  await sleep(500); // PLANT-TDD09
  expect(load()).toBe(1);
});
test("debounce", async () => {
  await waitFor(() => expect(load()).toBe(1), { timeout: 500 });
});
""",
    "web/api.ts": """/** Loads. */
export function load(): number { return 1; }
export function store(a: number): number { return a; } //
export const fetchAll = async (): Promise<number> => 2; //
function hidden() { return 1; }
/** Price. */
export class Price { //
  /** Amount. */
  amount() { return hidden(); }
}
export default function main() { return 1; } // one
// TODO: cache it PLANT-INT09
const z2 = 1;
// TODO(#12): cache it
// TODO: support UTF-8 PLANT-INT09
const z3 = 2; // see https://example.com/1 TODO later
const title = "// TODO list";
/* istanbul ignore next */ export const z = 1; // PLANT-TDD07
""",
    "src/index.test.js": """test("load", () => { expect(load()).toBe(1); });\n""",
}
PLACES = {
    "INT04": {"web/errors.js:4", "web/errors.js:16", "web/errors.js:17", "web/errors.js:18", "web/errors.js:23"},
    "INT08": {"web/cart.test.ts:29", "web/cart.test.ts:32", "web/cart.test.ts:42", "web/chai.spec.js:28",
              "web/play.spec.ts:7"},
    "STR01": {"web/brace.js:4", "web/paren.ts:2"},
}  # fmt: skip
