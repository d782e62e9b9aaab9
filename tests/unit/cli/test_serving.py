"""Which sockets ``homing serve`` listens on."""

from __future__ import annotations

import asyncio
import socket
from contextlib import ExitStack

import pytest

from homing.cli import serving
from homing.cli.codes import Code, Stop


@pytest.mark.care("C28")
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", ""])
def test_a_host_that_others_could_reach_is_refused(host: str) -> None:
    """Only this machine may reach the pages; the refusal says why."""
    with ExitStack() as held, pytest.raises(Stop, match="network unencrypted") as stop:
        serving.listen(host, 0, held)
    assert stop.value.code is Code.USAGE


def test_the_next_free_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a port, the first free one of ten; if all are taken, a sentence."""
    with ExitStack() as held:
        first = held.enter_context(socket.create_server(("127.0.0.1", 0)))
        monkeypatch.setattr(serving, "PORT", first.getsockname()[1])
        monkeypatch.setattr(serving, "NEXT_PORTS", 20)
        (found,) = serving.listen("127.0.0.1", None, held)
        assert serving.PORT < found.getsockname()[1] < serving.PORT + 20
        monkeypatch.setattr(serving, "NEXT_PORTS", 1)
        with pytest.raises(Stop, match="are all taken") as stop:
            serving.listen("127.0.0.1", None, held)
        assert stop.value.code is Code.BUSY


def test_localhost_is_served_at_both_its_addresses() -> None:
    """No other program can answer in our place at the other loopback address."""
    with ExitStack() as held:
        sockets = serving.listen("localhost", 0, held)
        ports = {one.getsockname()[1] for one in sockets}
        hosts = {one.getsockname()[0] for one in sockets}
    assert len(ports) == 1
    assert hosts in ({"127.0.0.1", "::1"}, {"127.0.0.1"})
    assert all(one.fileno() == -1 for one in sockets)


async def _sends_at_once(ear: socket.socket) -> int:
    """What the first connection that this socket accepts in an event loop says of TCP_NODELAY."""
    told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def meet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        told.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async with await asyncio.start_server(meet, sock=ear):
        _, writer = await asyncio.open_connection(*ear.getsockname())
        answer = await asyncio.wait_for(told, 10)
        writer.close()
        await writer.wait_closed()
    return answer


def test_an_answer_waits_for_no_other() -> None:
    """What is sent goes out at once: a page in two pieces would otherwise take 40 ms longer."""
    with ExitStack() as held:
        (ear,) = serving.listen("127.0.0.1", 0, held)
        assert asyncio.run(_sends_at_once(ear))
