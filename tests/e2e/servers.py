"""nginx and Caddy from Debian's packages, started on loopback with the ready files of ``deploy/``; and our own ``host``."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest

from tests.e2e.served import ROOT, free_port

PATIENCE = 60
_BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")


@dataclass(frozen=True)
class Server:
    """A server of the published site.

    Attributes:
        name: which.
        port: where it answers.
        secure: what to trust when speaking to it; None for plain HTTP.
        plain: the port that only leads to the secure one; None where there is none.
    """

    name: str
    port: int
    secure: ssl.SSLContext | None
    plain: int | None

    def get(self, path: str, *, plain: bool = False, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (lower case) and the bytes as they were sent."""
        if self.secure and not plain:
            connection = HTTPSConnection("localhost", self.port, timeout=20, context=self.secure)
        else:
            connection = HTTPConnection("localhost", (self.plain if plain else None) or self.port, timeout=20)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def program(name: str) -> str:
    """A server's program; a test is skipped where it is missing, except where everything must be there (``.ci/run``)."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if not found or (name == "nginx" and not _BROTLI.exists()):
        missing = f"{name} is not installed (Debian: nginx-light libnginx-mod-http-brotli-static caddy)"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER=1, but {missing}")
        pytest.skip(missing)
    return found


@contextlib.contextmanager
def running(command: list[str], folder: Path, ready: Callable[[], object]) -> Iterator[None]:
    """A process until the end of the block, once it is ready."""
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=out, stderr=out, env=os.environ | {"HOME": str(folder), "PYTHONUTF8": "1"}
        )
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            assert process.poll() is None, log.read_text("utf-8", "replace")
            with contextlib.suppress(OSError):
                ready()
                break
            assert time.monotonic() < deadline, log.read_text("utf-8", "replace")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def configured(name: str, *changes: tuple[str, str]) -> str:
    """A ready file with what its first lines ask to change; every change must find its place."""
    text = (ROOT / "deploy" / name).read_text("utf-8")
    for old, new in changes:
        assert old in text, f"deploy/{name} has no {old}"
        text = text.replace(old, new)
    return text


@contextlib.contextmanager
def nginx(site: Path, folder: Path) -> Iterator[Server]:
    """The server nginx with ``deploy/nginx.conf``."""
    command = program("nginx")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    made = subprocess.run([*make, *names, "-keyout", key, "-out", certificate], capture_output=True, check=False)
    assert made.returncode == 0, made.stderr
    plain, port = free_port(), free_port()
    ours = configured(
        "nginx.conf",
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;"),
        ("example.org;", "localhost;"),
        ("/etc/letsencrypt/live/example.org/fullchain.pem", str(certificate)),
        ("/etc/letsencrypt/live/example.org/privkey.pem", str(key)),
        ("/srv/www/archive/public", str(site)),
    )
    (folder / "shouwang.conf").write_text(ours, "utf-8")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"load_module {_BROTLI};\nworker_processes 1;\ndaemon off;\npid {folder}/pid;\nerror_log stderr;\n"
        + ("user root;\n" if os.geteuid() == 0 else "")
        + f"events {{}}\nhttp {{\naccess_log off;\n{temporary}include {folder}/shouwang.conf;\n}}\n",
        "utf-8",
    )
    server = Server("nginx", port, ssl.create_default_context(cafile=str(certificate)), plain)
    with running([command, "-e", "stderr", "-c", str(folder / "nginx.conf")], folder, lambda: server.get("/")):
        log = (folder / "server.log").read_text("utf-8")
        assert not re.search(r"\[(?:warn|error|emerg)\]", log), log
        yield server


@contextlib.contextmanager
def caddy(site: Path, folder: Path) -> Iterator[Server]:
    """Caddy with ``deploy/Caddyfile``; its own authority signs for localhost."""
    command = program("caddy")
    plain, port = free_port(), free_port()
    ours = configured("Caddyfile", ("example.org {", "localhost {"), ("/srv/www/archive/public", str(site)))
    options = [
        "admin off",
        f"http_port {plain}",
        f"https_port {port}",
        "local_certs",
        "skip_install_trust",
        f"storage file_system {folder}/storage",
        "default_bind 127.0.0.1",
    ]
    (folder / "Caddyfile").write_text("{\n" + "\n".join(options) + "\n}\n" + ours, "utf-8")
    authority = folder / "storage/pki/authorities/local/root.crt"
    servers: list[Server] = []

    def ready() -> None:
        secure = ssl.create_default_context(cafile=str(authority))
        server = Server("caddy", port, secure, plain)
        server.get("/")
        servers.append(server)

    words = [command, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    with running(words, folder, ready):
        yield servers[0]


@contextlib.contextmanager
def own(site: Path, folder: Path) -> Iterator[Server]:
    """``host``, as it stands behind a proxy: plain HTTP."""
    port = free_port()
    places = ["--content", str(site.parent / "content"), "--output", str(site)]
    words = [sys.executable, str(ROOT / "tasks.py"), "host", "--siteurl", "https://example.org", "--port", str(port)]
    server = Server("host", port, None, None)
    with running([*words, "--workers", "1", *places], folder, lambda: server.get("/")):
        yield server
