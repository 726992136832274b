"""Connections that ask for nothing are closed, whatever they have begun to send."""

import socket
import threading

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from qa.service.middleware import BodyLimit
from qa.service.sockets import impatient
from tests.qa.service.running import run_app

BEGUN = {
    "nothing": b"",
    "half a head": b"GET / HTTP/1.1\r\nhost: x\r\nx-a",
    "half a head after a request": b"GET / HTTP/1.1\r\nhost: x\r\n\r\nGET / HT",
    "half a body": b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc",
    "half a body of a GET": b"GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc",
}


@pytest.fixture(scope="module")
def address():
    app = FastAPI()
    app.add_middleware(BodyLimit, seconds=0.4)

    @app.get("/")
    @app.post("/")
    def home():
        return "home"

    @app.get("/slow")
    def slow():
        def parts():
            for _ in range(15):
                threading.Event().wait(0.1)
                yield "x"

        return StreamingResponse(parts())

    with run_app(app, http=impatient(look=0.15)) as address:
        host, port = address.removeprefix("http://").split(":")
        yield host, int(port)


@pytest.mark.parametrize("begun", BEGUN.values(), ids=BEGUN)
def test_it_is_closed(address, begun):
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(begun)
        while connection.recv(65536):
            pass  # until the server closes; a time-out is an error


def test_an_answer_that_takes_long_is_not_cut(address):
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(b"GET /slow HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        received = b""
        while part := connection.recv(65536):
            received += part
    assert received.count(b"\r\nx\r\n") == 15


def test_one_client_has_so_many_at_most(address, monkeypatch):
    monkeypatch.setattr("qa.service.sockets.MOST_OF_ONE", 3)  # instead of 250 sockets
    connections = [socket.create_connection(address, timeout=0.3) for _ in range(4)]
    try:
        assert connections[-1].recv(10) == b""
        with pytest.raises(TimeoutError):
            connections[0].recv(10)
    finally:
        for connection in connections:
            connection.close()
