"""A Ray cluster: one of this machine alone, bound to loopback, or one that runs already.

Ray binds to every network of the machine; told 127.0.0.1, it looks for an address that others can reach instead. What
keeps it on loopback is the setting for systems on which it does not span machines: there its own address is loopback.
"""

from __future__ import annotations

import secrets
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from ..troubles import CohortError
from .base import ONE_THREAD, Done, Failed, Lost, Outcome, carried, cores, surroundings

LOOPBACK = ("127.0.0.1", "::1")
_STORE = 512 * 2**20
_LONGEST_FOLDER = 40  # Ray's sockets lie in it, and the name of a socket has 107 letters at most
_QUIET: dict[str, Any] = {"log_to_driver": False, "configure_logging": False}
_STARTS = 3
_NO_REPORTS = {"RAY_USAGE_STATS_ENABLED": "0"}


def needs_ray() -> None:
    """Raises :class:`CohortError` where Ray is not installed."""
    if find_spec("ray") is None:
        raise CohortError("to run on Ray, install Homing with the extra 'cluster'")


def on_ray(work: Any, address: str, workers: int | None) -> OnRay:
    """A cluster of this machine if there is no address, else the one at this address; ended, or left, on close."""
    with ExitStack() as stack:
        stack.enter_context(joined(address) if address else local_cluster(workers))
        engine = OnRay(work, workers)
        engine.left = stack.pop_all().close
    return engine


@contextmanager
def local_cluster(workers: int | None = None) -> Iterator[str]:
    """A cluster of this process's own, on loopback alone, without dashboard or reports of use; its address.

    Only who knows the secret drawn for it can reach it: other users of the machine cannot. Its files are in a folder
    for this user alone, and are gone after it. Raises :class:`CohortError` if Ray runs in this process already, or
    did not stay on loopback.
    """
    needs_ray()
    import ray

    if ray.is_initialized():
        raise CohortError("Ray runs in this program already; say which with ray:ADDRESS, or shut it down first")
    folder = Path(mkdtemp(prefix="homing-"))
    place: dict[str, Any] = {"_temp_dir": str(folder)} if len(str(folder)) <= _LONGEST_FOLDER else {}
    with _secret():
        try:
            with _loopback(), surroundings(_NO_REPORTS | ONE_THREAD):
                address = _started(num_cpus=workers or cores(), **place)
            if _host(address) not in LOOPBACK:
                raise CohortError("Ray did not stay on this machine's loopback address; it was shut down")
            yield address
        finally:
            ray.shutdown()
            shutil.rmtree(folder, ignore_errors=True)


def _started(**more: Any) -> str:
    """Start Ray and tell its address. Ray itself gives up when a busy machine takes half a minute to start it."""
    import ray

    told = {"address": "local", "include_dashboard": False, "object_store_memory": _STORE, **_QUIET, **more}
    left = _STARTS
    while True:
        left -= 1
        try:
            context: Any = ray.init(_node_ip_address=LOOPBACK[0], **told)
            return str(context.address_info["gcs_address"])
        except Exception as error:  # Ray raises nothing narrower
            if not left:
                raise CohortError(f"Ray could not be started: {type(error).__name__}: {error}") from error


@contextmanager
def joined(address: str) -> Iterator[str]:
    """Join the cluster at this address, or use it if this process is on it; it goes on running.

    Which networks it listens on is up to who started it. Raises :class:`CohortError` if it cannot be reached.
    """
    needs_ray()
    import ray

    if ray.is_initialized():
        if ray.get_runtime_context().gcs_address != address:
            raise CohortError("Ray runs in this program already, on another cluster")
        yield address
        return
    _reached(address)
    try:
        with _loopback() if _host(address) in LOOPBACK else nullcontext(), surroundings(_NO_REPORTS):
            ray.init(address=address, **_QUIET)
    except (ConnectionError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        raise CohortError(f"the Ray cluster could not be joined: {type(error).__name__}") from error
    try:
        yield address
    finally:
        ray.shutdown()


class OnRay:
    """Blocks as tasks of the cluster this process is on, ``workers`` at once (as many as it has cores).

    ``left`` is called in the end.
    """

    left: Callable[[], object] = staticmethod(lambda: None)

    def __init__(self, work: Any, workers: int | None) -> None:
        import ray

        self._task: Any = ray.remote(max_retries=0, num_cpus=1)(carried)
        self._work = ray.put(work)
        self._there = max(1, int(ray.cluster_resources().get("CPU", 1)))  # type: ignore[no-untyped-call]
        self._count = min(workers or self._there, self._there)
        self._numbers: dict[Any, int] = {}
        self._told: list[Outcome] = []

    @property
    def room(self) -> int:
        """One block in work and one in wait for each core; where not all cores are wanted, none in wait."""
        return 2 * self._count if self._count == self._there else self._count

    def submit(self, number: int, block: Any) -> None:
        """Send the block to the cluster."""
        self._numbers[self._task.remote(self._work, block)] = number

    def wait(self, *, patience: float | None = None) -> list[Outcome]:
        """What came back."""
        import ray

        if self._numbers:
            first, _ = ray.wait(list(self._numbers), num_returns=1, timeout=patience)
            more, _ = ray.wait(list(self._numbers), num_returns=len(self._numbers), timeout=0)
            for ref in dict.fromkeys([*first, *more]):
                self._told.append(self._heard(ref, self._numbers[ref]))
                del self._numbers[ref]
        told, self._told = self._told, []
        return told

    def close(self) -> None:
        """Give up what is in hand, and leave the cluster."""
        import ray

        for ref in self._numbers:
            with suppress(Exception):
                ray.cancel(ref)
        self._numbers.clear()
        self.left()

    @staticmethod
    def _heard(ref: Any, number: int) -> Outcome:
        import ray

        try:
            fine, found = ray.get(ref)
        except ray.exceptions.RayTaskError as error:  # raised outside the work: it could not travel
            return Failed(number, error.cause)
        except ray.exceptions.RayError:
            return Lost(number)
        return Done(number, found) if fine else Failed(number, found)


def _host(address: str) -> str:
    return address.rpartition(":")[0].strip("[]")


def _reached(address: str) -> None:
    """Whether anyone listens there; Ray itself would try for minutes."""
    host, port = _host(address), address.rpartition(":")[2]
    if port.isdecimal() and host and "/" not in host:
        try:
            socket.create_connection((host, int(port)), timeout=5.0).close()
        except OSError:
            raise CohortError("no Ray cluster answers at this address") from None


@contextmanager
def _secret() -> Iterator[None]:
    """Ask everyone on the cluster for a secret, which only this process and those it starts have."""
    raylet: Any = import_module("ray._raylet")

    def read_again() -> None:  # Ray read both when it was imported
        raylet.Config.initialize("")
        raylet.AuthenticationTokenLoader.instance().reset_cache()

    try:
        with surroundings({"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}):
            read_again()
            yield
    finally:
        read_again()


@contextmanager
def _loopback() -> Iterator[None]:
    """Make the loopback address Ray's own, in this process and in those it starts."""
    from ray._private import ray_constants

    before, ray_constants.ENABLE_RAY_CLUSTER = ray_constants.ENABLE_RAY_CLUSTER, False
    try:
        with surroundings({ray_constants.ENABLE_RAY_CLUSTERS_ENV_VAR: "0"}):
            yield
    finally:
        ray_constants.ENABLE_RAY_CLUSTER = before
