"""Commands that serve: the preview, the desk, the public site."""

from __future__ import annotations

from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from plugins.commands.settings import CONFIG, PREVIEW, PUBLISH_CONFIG, ROOT, public_settings, settings_of, told
from plugins.console import say

_LAST_PORT = 65535
_MOST_WORKERS = 64


def _port(host: str, wanted: int) -> int:
    """The port to listen on, told in plain words where there is none."""
    from plugins.serving import PORTS, free_port

    try:
        found = free_port(host, wanted)
    except OSError as error:
        say(f"这台机器上没有 {host} 这个地址，换一个 --host：{error}", f"This machine has no address {host}: {error}")
        raise Exit(code=1) from error
    if found is not None:
        return found
    if wanted:
        say(
            f"端口 {wanted} 用不了，被占用或要更高的权限；换一个 --port",
            f"Port {wanted} is taken or needs more rights, try another --port",
        )
    else:
        say(
            f"端口 {PORTS[0]} 到 {PORTS[-1]} 都被占用；用 --port 指定一个",
            f"Ports {PORTS[0]} to {PORTS[-1]} are taken, name one with --port",
        )
    raise Exit(code=1)


@task(help={"port": "the port to listen on (8000, or the next free one)", "host": "the address to listen on"})
def serve(
    _c: Context,
    port: int = 0,
    host: str = "127.0.0.1",
    content: str | None = None,
    output: str | None = None,
    drafts: bool = True,
) -> None:
    """Serve the archive with search and drafts; build again and reload the page after every save. 在本机预览。"""
    serve_preview(port, host, content, output, drafts=drafts)


def serve_preview(
    port: int, host: str, content: str | None, output: str | None, *, drafts: bool = True, page: str | None = None
) -> None:
    """Serve the preview until interrupted; ``page`` is opened in the browser."""
    from plugins.options import options_of
    from plugins.serving import serve_site, web_address

    if not 0 <= port <= _LAST_PORT:
        say("端口是 1 到 65535 的数。", "A port is a number from 1 to 65535.")
        raise Exit(code=2)
    found = _port(host, port)
    more = {"SITEURL": web_address(host, found), "SHOUWANG_DRAFTS": drafts, "SHOUWANG_PREVIEW": True}
    settings = settings_of(CONFIG, content, output or str(ROOT / PREVIEW), **more)
    with told():
        serve_site(options_of(settings), host, found, page)


@task(
    help={
        "port": "the port to listen on",
        "host": "the address to listen on; 0.0.0.0 for every one of this machine",
        "workers": "how many processes answer",
        "siteurl": "the public address, as publish was given it",
        "proxy": "the proxies in front of this, whose X-Forwarded-For is believed: 10.0.0.2,10.1.0.0/16",
        "rate": "how many searches one address may ask each process for in a minute; 0 for any number",
    }
)
def host(
    _c: Context,
    port: int = 8000,
    host: str = "127.0.0.1",
    workers: int = 2,
    siteurl: str | None = None,
    proxy: str | None = None,
    rate: int = 120,
    content: str | None = None,
    output: str | None = None,
) -> None:
    """Serve public/ with search to the public; a later publish is taken up at once. 对外提供服务。"""
    from plugins.hosting import Service, host_site

    if not 1 <= port <= _LAST_PORT or not 1 <= workers <= _MOST_WORKERS or rate < 0:
        say(
            f"--port 是 1 到 {_LAST_PORT} 的数，--workers 是 1 到 {_MOST_WORKERS} 的数，--rate 不能小于 0。",
            f"--port is 1 to {_LAST_PORT}, --workers 1 to {_MOST_WORKERS}, --rate not below 0.",
        )
        raise Exit(code=2)
    settings = public_settings("host", siteurl, content, output)
    if not Path(settings["OUTPUT_PATH"]).is_dir():
        say("还没有可以对外提供的网站，先运行 publish。", "There is no site to serve yet; publish it first.")
        raise Exit(code=1)
    _port(host, port)
    overrides = {key: settings[key] for key in ("PATH", "OUTPUT_PATH", "SITEURL")}
    host_site(Service(ROOT / PUBLISH_CONFIG, overrides, rate), host, port, workers, proxy)


@task(help={"port": "the port to listen on (8010, or the next free one)", "browser": "open the browser"})
def desk(
    _c: Context,
    port: int = 0,
    browser: bool = True,
    content: str | None = None,
    output: str | None = None,
) -> None:
    """Open the editor's desk in the browser, on this machine only. 在浏览器里写稿、改稿。"""
    from plugins.desk_site import HOST, PORTS, open_desk
    from plugins.options import options_of
    from plugins.serving import free_port

    if not 0 <= port <= _LAST_PORT:
        say("端口是 1 到 65535 的数。", "A port is a number from 1 to 65535.")
        raise Exit(code=2)
    found = free_port(HOST, port) if port else next(filter(None, (free_port(HOST, one) for one in PORTS)), None)
    if found is None:
        say("端口被占用，换一个：--port 8100", "The port is taken, try --port 8100")
        raise Exit(code=1)
    more = {"SITEURL": f"http://{HOST}:{found}", "SHOUWANG_DRAFTS": True, "SHOUWANG_PREVIEW": True}
    settings = settings_of(CONFIG, content, output or str(ROOT / PREVIEW), **more)
    with told():
        open_desk(options_of(settings), found, browser=browser)
