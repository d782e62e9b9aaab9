"""Many threads, one writer; closing; and what happens around a piece of work."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from homing.record import Moment, Record
from homing.vault import Rows, Vault, VaultClosed, WritableRows
from homing.vault.keys import DataKey
from tests.unit.vault.support import NOON, PASSPHRASE, ROBIN, created, in_threads, moment, put


@pytest.fixture(params=["on disk", "in memory"])
def either(request: pytest.FixtureRequest, home: Path) -> Iterator[Vault]:
    """A vault of each sort: both run the same code."""
    vault = created(home) if request.param == "on disk" else Vault.in_memory()
    yield vault
    vault.close()


def test_readers_see_whole_transactions_while_writing_goes_on(either: Vault) -> None:
    """Four readers never see one of a pair without the other, nor two answers within one reading."""
    done = threading.Event()

    def write() -> None:
        try:
            for number in range(1, 120, 2):
                put(either, moment(number, number), moment(number + 1, number))
        finally:
            done.set()

    def read() -> None:
        while not done.is_set():
            first, second = either.read(lambda rows: (rows.count(Moment), len(rows.facts())))
            assert first == second
            assert first % 2 == 0

    in_threads(write, *[read] * 4)
    assert either.read(lambda rows: rows.count(Moment)) == 120


def test_writes_from_many_threads_are_all_kept(either: Vault) -> None:
    """Writers queue; none is lost, and none sees another's half."""

    def add(first: int) -> None:
        for number in range(first, first + 15):
            put(either, moment(number))

    in_threads(*[partial(add, first) for first in (100, 200, 300, 400)])
    assert either.read(lambda rows: rows.count(Moment)) == 60


def test_an_exception_undoes_the_work_and_reaches_the_caller(either: Vault) -> None:
    """What the work raises is raised to who asked, the very same object, and nothing of the work stays."""
    fault = LookupError("mine")

    def work(rows: WritableRows) -> None:
        rows.put(moment(1), NOON)
        rows.set_setting("a", 1)
        raise fault

    with pytest.raises(LookupError) as caught:
        either.write(work)
    assert caught.value is fault
    assert either.read(lambda rows: (rows.count(Moment), rows.get_setting("a"), rows.changed_since(0))) == (
        0,
        None,
        (0, None),
    )
    put(either, moment(1))


def test_reading_inside_reading_and_writing_uses_the_same_rows(either: Vault) -> None:
    """A reading within a piece of work sees what that work sees, its own changes included."""
    put(either, moment(1))
    assert either.read(lambda rows: either.read(lambda inner: inner is rows))

    def work(rows: WritableRows) -> int:
        rows.put(moment(2), NOON)
        return either.read(lambda inner: inner.count(Moment))

    assert either.write(work) == 2


def test_writing_or_closing_inside_a_piece_of_work_is_refused(either: Vault) -> None:
    """What would wait for itself for ever raises at once instead."""
    for ask in (either.read, either.write):
        with pytest.raises(RuntimeError, match="wait for itself"):
            ask(lambda _: either.write(lambda rows: rows.count(Moment)))
        with pytest.raises(RuntimeError, match="wait for itself"):
            ask(lambda _: either.close())
    assert either.is_open


def test_rows_end_with_their_transaction(either: Vault) -> None:
    """Rows, or an iterator of theirs, that are kept beyond their transaction raise instead of telling something old."""
    put(either, moment(1), ROBIN)
    kept: list[Rows] = [either.read(lambda rows: rows), either.write(lambda rows: rows)]
    streams: list[Iterator[Record]] = [either.read(lambda rows: rows.everything())]
    for rows in kept:
        with pytest.raises(RuntimeError, match="ended"):
            rows.count(Moment)
    with pytest.raises(RuntimeError, match="ended"):
        next(streams[0])


def test_closing_finishes_what_was_asked_before(either: Vault) -> None:
    """Writes that wait and readings that run come to their end; then everything is refused."""
    inside, let_go = threading.Event(), threading.Event()

    def slow_write(rows: WritableRows) -> None:
        inside.set()
        assert let_go.wait(30)
        rows.put(moment(1), NOON)

    waiting = [threading.Thread(target=lambda: either.write(slow_write))]
    waiting[0].start()
    assert inside.wait(30)
    waiting += [threading.Thread(target=put, args=(either, moment(n))) for n in (2, 3)]
    for thread in waiting[1:]:
        thread.start()
    while either._thread._work_queue.qsize() < 2:
        threading.Event().wait(0.01)
    closing = [threading.Thread(target=either.close) for _ in range(2)]
    for thread in closing:
        thread.start()
    while either.is_open:
        threading.Event().wait(0.01)
    with pytest.raises(VaultClosed):
        put(either, moment(4))
    let_go.set()
    for thread in waiting + closing:
        thread.join(30)
    assert not any(thread.is_alive() for thread in waiting + closing)


def test_what_was_waiting_when_it_closed_is_there_afterwards(home: Path) -> None:
    """A reading that runs while closing is finished first, and a write that waited is found after reopening."""
    vault = created(home)
    put(vault, moment(1))
    inside, let_go, seen = threading.Event(), threading.Event(), list[int]()

    def slow_read(rows: Rows) -> None:
        inside.set()
        assert let_go.wait(30)
        seen.append(rows.count(Moment))

    reading = threading.Thread(target=lambda: vault.read(slow_read))
    reading.start()
    assert inside.wait(30)
    put(vault, moment(2))
    closing = threading.Thread(target=vault.close)
    closing.start()
    while vault.is_open:
        threading.Event().wait(0.01)
    let_go.set()
    reading.join(30)
    closing.join(30)
    assert seen == [2]
    again = Vault.open(home, PASSPHRASE)
    assert again.read(lambda rows: rows.count(Moment)) == 2
    again.close()


def test_after_closing_everything_is_refused(either: Vault) -> None:
    """Closed means closed, whatever is asked; closing again is no fault."""
    either.close()
    either.close()
    assert not either.is_open
    assert repr(either) == "<Vault closed>"
    for ask in (
        lambda: either.read(lambda rows: rows.tombstones()),
        lambda: put(either, ROBIN),
        lambda: either.accepts(PASSPHRASE),
    ):
        with pytest.raises(VaultClosed):
            ask()


def data_keys() -> list[DataKey]:
    """Every data key in this process. Its type is asked, not its class: a proxy of what is gone cannot tell its own."""
    gc.collect()
    return [one for one in gc.get_objects() if type(one) is DataKey]


def test_closing_forgets_the_key(home: Path) -> None:
    """While it is open one data key is in memory, after closing its bytes are zeros."""
    earlier = data_keys()  # other tests of this process may have a vault open
    vault = created(home)
    keys = [one for one in data_keys() if not any(one is other for other in earlier) and any(one._secret)]
    assert keys
    vault.close()
    assert not any(any(one._secret) for one in keys)


def test_the_open_vault_knows_its_passphrase(vault: Vault) -> None:
    """A second browser may unlock with the right passphrase only; a vault in memory has none."""
    assert vault.accepts(PASSPHRASE)
    assert not vault.accepts("another lantern")
    memory = Vault.in_memory()
    assert not memory.accepts("")
    memory.close()


def test_a_vault_in_memory_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the sample diary is on the disk, and two of them share nothing."""
    monkeypatch.chdir(tmp_path)
    one, two = Vault.in_memory(), Vault.in_memory()
    put(one, ROBIN)
    assert two.read(lambda rows: list(rows.everything())) == []
    assert list(tmp_path.iterdir()) == []
    one.close()
    two.close()
