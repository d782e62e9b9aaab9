"""Every target of the fuzzer over its seeds and over what it once found, without the fuzzer."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from fuzz.__main__ import HERE, NAMES
from fuzz.targets import web_forms
from fuzz.tools import Broken, Portion, demand

INPUTS = [
    (name, path)
    for name in NAMES
    for kind in ("seeds", "findings")
    for path in sorted((HERE / kind / name).glob("*"))
]  # fmt: skip


def check_of(name: str) -> Callable[[bytes], None]:
    """The target."""
    check: Callable[[bytes], None] = import_module(f"fuzz.targets.{name}").check
    return check


@pytest.mark.parametrize(("name", "path"), INPUTS, ids=[f"{name}-{path.name}" for name, path in INPUTS])
def test_input(name: str, path: Path) -> None:
    """No seed and no past finding raises what must never be raised."""
    check_of(name)(path.read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_every_target_has_seeds(name: str) -> None:
    """Every target begins from something, and takes nothing at all as well."""
    assert any(told == name for told, _ in INPUTS)
    check_of(name)(b"")


@pytest.mark.filterwarnings(
    "ignore:Unclosed file:ResourceWarning"
)  # Starlette leaves a half-sent file to the collector
@pytest.mark.parametrize("name", NAMES)
def test_cut_seeds(name: str) -> None:
    """A seed that breaks off half way, or has a byte turned over in its middle, is refused in the same good order."""
    known = [path.read_bytes() for told, path in INPUTS if told == name]
    for whole in known[:: len(known) // 8 + 1]:
        half = len(whole) // 2
        check_of(name)(whole[:half])
        check_of(name)(whole[:half] + bytes([whole[half] ^ 0x40]) + whole[half + 1 :])


def test_every_form_has_a_seed() -> None:
    """Whoever adds a form gives the fuzzer one filled in as a page would send it."""
    begun = {web_forms.form_of(web_forms.path_of(path.read_bytes())) for told, path in INPUTS if told == "web_forms"}
    missing = {route.path for route in web_forms.forms()} - {*web_forms.LEFT_OUT} - begun
    assert not missing


def test_broken_is_told() -> None:
    """A demand that does not hold is a finding, not a refusal that a target may swallow."""
    demand(True, "fine")
    with pytest.raises(Broken, match="not fine"):
        demand(False, "not fine")


def test_portion() -> None:
    """Bytes are taken from the front, and zeros follow when they are used up."""
    portion = Portion(b"\x01\x02ab\xff")
    assert portion.one_of("xy") == "y"
    assert portion.part() == b"ab"
    assert portion.text() == "\udcff"
    assert Portion(b"").byte() == 0
    assert Portion(b"\x09a").part() == b"a"
    assert Portion(b"").part() == b""
