"""Connections on which nothing moves, too many of them, and what is no HTTP, over a real socket."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from asking import Service, serving, write_site

from plugins.hosting import connections_for
from plugins.search.web.connections import Connection

MOST = 8
PATIENCE = 30
HUGE = 20_000_000
ASK = b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("connections")
    write_site(folder / "site")
    (folder / "site/data/huge.bin").write_bytes(bytes(HUGE))
    with serving(folder / "index", folder / "site", connections=MOST) as service:
        yield service


@pytest.fixture(autouse=True)
def _nobody_is_left(service):
    yield
    wait_until(lambda: not held(service))


def held(service: Service) -> list[Connection]:
    return [one for one in service.server.server_state.connections if isinstance(one, Connection)]


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def look(service: Service) -> None:
    """What every connection does for itself when its time has come."""
    done = threading.Event()

    def all_of_them() -> None:
        for one in held(service):
            one.look()
        done.set()

    held(service)[0].loop.call_soon_threadsafe(all_of_them)
    assert done.wait(PATIENCE)


def is_closed(reader: socket.socket) -> bool:
    """Whether nothing more comes; False where something does."""
    try:
        return reader.recv(1) == b""
    except ConnectionResetError:
        return True


@contextlib.contextmanager
def connected(service: Service, count: int = 1) -> Iterator[list[socket.socket]]:
    with contextlib.ExitStack() as stack:
        readers = []
        for _ in range(count):
            reader = stack.enter_context(socket.socket())
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            reader.settimeout(PATIENCE)
            reader.connect(("127.0.0.1", service.port))
            readers.append(reader)
        yield readers


@pytest.mark.parametrize("sent", [b"", b"GET", ASK[:20], b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx"])
def test_who_never_finishes_a_request_is_not_waited_for(service, sent):
    with connected(service) as (reader,):
        reader.sendall(sent)
        if sent.startswith(b"POST"):
            assert reader.recv(10_000).startswith(b"HTTP/1.1 405")
        wait_until(lambda: len(held(service)) == 1)
        look(service)
        if held(service):  # the answer to POST was a movement
            look(service)
        assert is_closed(reader)


def test_who_takes_nothing_of_an_answer_is_not_waited_for(service):
    with connected(service) as (reader,):
        reader.sendall(ASK % b"/data/huge.bin")
        wait_until(lambda: [one.flow.write_paused for one in held(service)] == [True])
        size = -1
        while size != (size := held(service)[0].transport.get_write_buffer_size()):
            time.sleep(0.2)  # until the system's own buffers are full
        look(service)
        look(service)
        wait_until(lambda: not held(service))


def test_who_takes_a_large_file_slowly_gets_all_of_it(service):
    with connected(service) as (reader,):
        reader.sendall(ASK % b"/data/huge.bin")
        wait_until(lambda: [one.flow.write_paused for one in held(service)] == [True])
        got = bytearray()
        for _ in range(4):
            (one,) = held(service)
            before = one.moved
            while one.moved == before:
                got += reader.recv(65536)
            look(service)
        whole = got.index(b"\r\n\r\n") + 4 + HUGE
        while len(got) < whole and (data := reader.recv(1 << 20)):
            got += data
        assert len(got) == whole


def test_an_idle_connection_makes_room_for_the_next_reader(service):
    with connected(service, MOST * 4) as readers:
        wait_until(lambda: len(held(service)) < MOST and is_closed_now(readers[0]))
        assert service.get("/zh-hans/").status == 200
        readers[-1].sendall(ASK % b"/zh-hans/")
        assert readers[-1].recv(15) == b"HTTP/1.1 200 OK"
        assert len(held(service)) < MOST


def is_closed_now(reader: socket.socket) -> bool:
    reader.setblocking(False)
    try:
        return is_closed(reader)
    except BlockingIOError:
        return False
    finally:
        reader.settimeout(PATIENCE)


def test_where_no_connection_is_idle_the_next_is_told_to_come_later(service):
    with connected(service, MOST - 1) as readers:
        for reader in readers:
            reader.sendall(ASK % b"/data/huge.bin")
        wait_until(lambda: sum(one.flow.write_paused for one in held(service)) == MOST - 1)
        with connected(service) as (late,):
            late.sendall(ASK % b"/zh-hans/")
            assert late.recv(12) == b"HTTP/1.1 503"
        assert all(reader.recv(12) == b"HTTP/1.1 200" for reader in readers)


def test_what_is_no_http_is_refused_and_after_an_answer_ends_the_connection_without_a_word_in_the_log(service, caplog):
    chunked = b"GET /zh-hans/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    with caplog.at_level(logging.ERROR), connected(service, 2) as (late, early):
        late.sendall(chunked)
        assert late.recv(15) == b"HTTP/1.1 200 OK"
        late.sendall(b"ZZZ\r\n")
        while late.recv(10_000):
            pass
        early.sendall(b"nonsense\r\n\r\n")
        assert early.recv(12) == b"HTTP/1.1 400"
    wait_until(lambda: not held(service))
    assert not caplog.records


def test_who_offers_another_protocol_is_answered_in_this_one_without_a_word_in_the_log(service, caplog):
    with caplog.at_level(logging.WARNING, logger="uvicorn.error"):
        offered = {"Connection": "Upgrade", "Upgrade": "h2c"}
        assert service.get("/zh-hans/", headers=offered).text == "<p>首页</p>"
    assert not caplog.records


@pytest.mark.parametrize(("files", "connections"), [(100_000, 1000), (2300, 1000), (1024, 362), (300, 1), (20, 1)])
def test_no_more_connections_are_held_than_there_can_be_files_open(files, connections):
    assert connections_for(files) == connections
