"""Ways in that ordinary code leaves open, in the words of each language. Proves G1.2 and G1.11 (STR03)."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import judged, marked

_PYTHON = """\
import asyncio
import ssl

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


async def a(name):
    await asyncio.create_subprocess_shell(f"ls {name}")  # PLANT-STR03
    await asyncio.create_subprocess_shell("ls " + name)  # PLANT-STR03
    await asyncio.create_subprocess_shell("make clean && make")
    await asyncio.create_subprocess_exec("ls", name)


def b(session, settings):
    ctx = ssl.create_default_context()
    ctx.verify_mode = ssl.CERT_NONE  # PLANT-STR03
    ctx.verify_mode = ssl.CERT_REQUIRED
    ctx.verify_mode = ssl.CERT_NONE  # noqa: S501
    session.verify = False  # PLANT-STR03
    session.verify = True
    settings.verify = False
    return ssl.SSLContext(ssl.PROTOCOL_TLSv1), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # PLANT-STR03


def d(verify):
    ctx = ssl.create_default_context()
    if not verify:
        ctx.check_hostname = False
        ctx.verify_mode = ssl.CERT_NONE
    return ctx


def e(verified, debug):
    if verified:
        return ssl.create_default_context()
    ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    ctx.verify_mode = ssl.CERT_NONE
    return ctx


def f(debug):
    ctx = ssl.create_default_context()
    if debug:
        ctx.verify_mode = ssl.CERT_NONE  # PLANT-STR03
    return ctx


def c(key):
    return Cipher(algorithms.AES(key), modes.ECB())  # PLANT-STR03
"""
_SCRIPT = """\
await execAsync(`git clone ${name}`); // PLANT-STR03
shell.exec('rm -rf ' + name); // PLANT-STR03
require('child_process').execSync('ls ' + name); // PLANT-STR03
childProcess.execSync(`ls ${name}`, { cwd }); // PLANT-STR03
child_process.exec(req.body.command, done); // PLANT-STR03
await execAsync('git status');
shell.exec('make build');
re.exec(`a${name}`);
pool.exec(`a${name}`);
exec(command, { env: `${name}` });
"""
_JAVA = """\
class C {
    void a(String[] args, Request request) throws Exception {
        Runtime.getRuntime().exec(args[0]); // PLANT-STR03
        Runtime.getRuntime().exec(request.getParameter("cmd")); // PLANT-STR03
        Runtime.getRuntime().exec(new String[] {"ls", "-l"});
        Runtime.getRuntime().exec("ls -l");
        Runtime.getRuntime().exec(FIXED);
    }
    TrustManager b = new X509TrustManager() {
        public void checkClientTrusted(X509Certificate[] c, String t) { }
        public void checkServerTrusted(X509Certificate[] c, String t) { } // PLANT-STR03
    };
    class D implements X509TrustManager {
        public void checkServerTrusted(X509Certificate[] c, String t) { first.checkServerTrusted(c, t); }
    }
}
"""
_RUST = """\
pub fn a(cmd: &str, p: &[u8]) {
    Command::new("sh").args(["-c", cmd]).spawn().unwrap(); // PLANT-STR03
    Command::new("bash").args(&["-c", &format!("tar xf {cmd}")]).spawn().unwrap(); // PLANT-STR03
    Command::new("sh").args(["-c", "ls -l"]).spawn().unwrap();
    Command::new("ls").args(["-c", cmd]).spawn().unwrap();
    let a = md5::compute(p); // PLANT-STR03
    let b = Md5::new(); // PLANT-STR03
    let c = Sha256::new();
    let d = engine.compute(p);
}
"""


@pytest.mark.parametrize(
    ("path", "text"),
    [("app/a.py", _PYTHON), ("web/a.js", _SCRIPT), ("web/a.ts", _SCRIPT), ("src/C.java", _JAVA), ("src/a.rs", _RUST)],
)
def test_ways_in_are_told_and_nothing_else(tmp_path: Path, path: str, text: str) -> None:
    outcome = judged(tmp_path, {path: text}, "STR03")
    assert sorted(one.place for one in outcome.findings) == sorted(marked({path: text}, "STR03"))
