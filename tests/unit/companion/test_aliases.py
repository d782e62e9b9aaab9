"""Who is meant by an id, once merges are followed."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from homing.record import Aliases, Cue, Person

IDS = st.integers(0, 7)


def person(one: int, into: int | None = None) -> Person:
    """Someone, perhaps merged."""
    return Person(id=UUID(int=one), label="x", merged_into=None if into is None else UUID(int=into))


def meant(*people: Person) -> list[int]:
    """Whom each stands for."""
    follow = Aliases(people)
    return [follow.canonical(one.id).int for one in people]


def test_chains_end_at_the_last() -> None:
    """A merge of a merge is followed to its end, whatever the order of the records."""
    assert meant(person(1, 2), person(2, 3), person(3)) == [3, 3, 3]
    assert meant(person(3), person(2, 3), person(1, 2)) == [3, 3, 3]


def test_a_circle_ends_at_its_smallest_id() -> None:
    """Everyone in a circle, and everyone who leads into it, is the one with the smallest id in it."""
    assert meant(person(5, 4), person(4, 6), person(6, 5), person(1, 6), person(7, 7)) == [4, 4, 4, 4, 7]


def test_a_merge_into_nobody_is_none() -> None:
    """Who was merged into someone who is not among the records stands alone."""
    assert meant(person(1, 99), person(2, 1)) == [1, 1]


def test_closures_hold_all_names() -> None:
    """Every name of someone is in the closure of each; a stranger's closure is the stranger."""
    follow = Aliases([person(1), person(2, 1), person(3, 2), Cue(id=UUID(int=9), label="late")])
    assert follow.closure(UUID(int=3)) == (UUID(int=1), UUID(int=2), UUID(int=3))
    assert follow.closure(UUID(int=50)) == (UUID(int=50),)
    assert follow.closures([UUID(int=9), UUID(int=2)]) == (*follow.closure(UUID(int=1)), UUID(int=9))


@given(into=st.dictionaries(IDS, st.none() | IDS, max_size=8))
def test_closures_part_everyone(into: dict[int, int | None]) -> None:
    """Whatever the merges: everyone stands for one of them, and closures are the classes of who means the same."""
    people = [person(one, other) for one, other in into.items()]
    follow = Aliases(people)
    known = {one.id for one in people}
    for one in known:
        end = follow.canonical(one)
        assert end in known
        assert follow.canonical(end) == end
        assert follow.closure(one) == tuple(sorted(other for other in known if follow.canonical(other) == end))
