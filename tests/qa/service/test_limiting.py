from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network

import pytest

from qa.service import limiting
from qa.service.clients import find_client
from qa.service.limiting import SlidingWindow


def test_a_client_waits_until_its_oldest_request_is_a_minute_old():
    now = [0.0]
    window = SlidingWindow(2, clock=lambda: now[0])
    assert [window.admit("a"), window.admit("a")] == [0, 0]
    now[0] = 20.5
    assert window.admit("a") == 40
    assert window.admit("b") == 0
    now[0] = 60.0
    assert [window.admit("a"), window.admit("a"), window.admit("a")] == [0, 0, 60]


def test_refused_requests_do_not_count():
    now = [0.0]
    window = SlidingWindow(1, clock=lambda: now[0])
    window.admit("a")
    for second in range(1, 60):
        now[0] = float(second)
        assert window.admit("a") == 60 - second
    now[0] = 60.0
    assert window.admit("a") == 0


def test_clients_are_forgotten(monkeypatch):
    monkeypatch.setattr(limiting, "MOST_CLIENTS", 100)
    window = SlidingWindow(5, clock=lambda: 0.0)
    for number in range(1000):
        window.admit(str(number))
    assert len(window._times) == 100


def test_threads_together_get_no_more_than_the_limit():
    window = SlidingWindow(50, clock=lambda: 0.0)
    with ThreadPoolExecutor(16) as pool:
        admitted = list(pool.map(lambda _: window.admit("a") == 0, range(400)))
    assert sum(admitted) == 50


TRUSTED = (ip_network("127.0.0.1/32"), ip_network("10.0.0.0/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.5", [], "203.0.113.5"),
        ("203.0.113.5", ["1.2.3.4"], "203.0.113.5"),  # not from a proxy of ours
        ("127.0.0.1", ["1.2.3.4"], "1.2.3.4"),
        ("127.0.0.1", ["9.9.9.9, 1.2.3.4"], "1.2.3.4"),  # what the client wrote itself is left aside
        ("127.0.0.1", ["9.9.9.9, 1.2.3.4, 10.1.1.1"], "1.2.3.4"),
        ("127.0.0.1", ["9.9.9.9", "1.2.3.4"], "1.2.3.4"),
        ("127.0.0.1", ["1.2.3.4:5555"], "1.2.3.4"),
        ("127.0.0.1", ["[2001:db8::1]:80"], "2001:db8::/64"),
        ("127.0.0.1", ["nonsense"], "127.0.0.1"),
        ("127.0.0.1", ["<script>, 1.2.3.4"], "1.2.3.4"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("2001:db8:0:1:aaaa::1", [], "2001:db8:0:1::/64"),
        ("::ffff:127.0.0.1", ["1.2.3.4"], "1.2.3.4"),
        ("testclient", ["1.2.3.4"], "unknown"),
    ],
)
def test_the_client_is_the_peer_or_whom_a_trusted_proxy_names(peer, forwarded, client):
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    assert find_client({"client": (peer, 1), "headers": headers}, TRUSTED) == client


def test_a_request_without_a_peer_has_no_name():
    assert find_client({"client": None, "headers": []}) == "unknown"
