"""What is said of two devices with one diary: counts, never content."""

from __future__ import annotations

from homing.companion.devices import Synced
from homing.vault import VaultError
from homing.vault.snapshots import (
    CopyOfSync,
    NotASnapshot,
    OtherDiary,
    Skipped,
    SnapshotDamaged,
    SnapshotNewer,
    SnapshotUnreadable,
)
from homing.words import early
from homing.words.language import gettext as _
from homing.words.language import ngettext


def could_anyone() -> str:
    """The question before a folder is used (care rule 23)."""
    return f"{_('Could anyone else open this?')} {in_such_a_folder()}"


def in_such_a_folder() -> str:
    """What others may see of a folder that is used, and what they may not."""
    return _(
        "What lies in the folder is encrypted, and what opens your diary opens it. But "
        "whoever can look into the folder, or into the account that syncs it, sees that something is there, when it "
        "changes and how large it is; and another person's device in that account would get it, too."
    )


def what_came(synced: Synced, *, waiting: bool = True) -> list[str]:
    """How a round went, a sentence for each thing that there is to know; ``waiting`` for a choice is one of them."""
    told = [] if synced.read and synced.open and not synced.records else [_read(synced)]
    if synced.came_back:
        back = ngettext(
            "{n} entry came back from the bin, since it was changed on one device while it was put there on another.",
            "{n} entries came back from the bin, since they were changed on one device while they were put there on "
            "another.",
            synced.came_back,
        )
        told.append(back.format(n=synced.came_back))
    if synced.forgotten:
        gone = ngettext(
            "{n} entry is forgotten here, too, as you chose on another device.",
            "{n} entries are forgotten here, too, as you chose on another device.",
            synced.forgotten,
        )
        told.append(gone.format(n=synced.forgotten))
    told.append(
        _("What you have here lies in the folder for your other devices, sealed.")
        if synced.written
        else _("There is nothing new to leave in the folder.")
    )
    if synced.open and waiting:
        both = ngettext(
            "{n} entry was changed on two devices. Both forms are kept; choose in the pages, under Keep, Other "
            "devices.",
            "{n} entries were changed on two devices. Both forms are kept; choose in the pages, under Keep, Other "
            "devices.",
            synced.open,
        )
        told.append(both.format(n=synced.open))
    return told


def part_name(part: str, kind: str = "") -> str:
    """What a part of an entry (of this kind) is called."""
    if part == "about":
        return _("About when") if kind == "memory" else _("What it is about")
    if part in early.SENTENCES:
        return early.sentence(part)
    return _of_kind().get((kind, part)) or _of_settling().get(part) or _of_practice().get(part) or _of_any(part)


def _of_any(part: str) -> str:
    return {
        "label": _("The name"),
        "known_since": _("Known since"),
        "merged_into": _("Another name of"),
        "channel": _("Where it shows"),
        "when": _("When"),
        "people": _("With whom"),
        "setting": _("Where"),
        "cues": _("What came to you"),
        "state": _("How it was in you"),
        "state_after": _("Afterwards"),
        "alarm": _("The alarm"),
        "expected": _("It expected"),
        "expected_words": _("It expected, in your words"),
        "head": _("Your head knew"),
        "body": _("Your body said"),
        "choice": _("What you chose"),
        "small_thing": _("One small thing"),
        "moves": _("What you did"),
        "outcome": _("How it turned out"),
        "protected": _("You protected yourself"),
        "safe": _("Safe for you to be there"),
        "danger": _("Danger"),
        "belongs": _("Then or now"),
        "circle": _("A name for them together"),
        "size": _("How large"),
        "opening": _("How far it stands open"),
        "until": _("Until when"),
        "closes_when": _("What closes it"),
        "why": _("Why"),
        "will": _("What you will do"),
        "window": _("The window it belongs to"),
        "windows": _("Windows"),
        "tellings": _("When you said it"),
        "cue": _("The cue"),
        "moment": _("The moment it began from"),
        "words": _("In your words"),
        "step": _("A small felt step"),
        "again": _("When to look again"),
        "aperture": _("How far you had opened"),
        "note": _("Anything else"),
    }.get(part, _("Something that a newer Homing wrote"))


def _of_settling() -> dict[str, str]:
    return {
        "strength": _("How strong"),
        "places": _("Where in your body"),
        "kind": _("What kind of anchor"),
        "person": _("Who it is"),
        "anchor": _("The anchor"),
        "tool": _("What you tried"),
        "before": _("How it was before"),
        "after": _("Afterwards"),
        "minutes": _("How many minutes"),
        "helped": _("Whether it helped"),
        "back": _("When to be back"),
        "first_back": _("When to be back, at first"),
        "began": _("When it began"),
        "ended": _("How it ended"),
        "ended_at": _("When it ended"),
        "coming_back": _("How coming back was"),
        "sentence": _("The sentence to say"),
        "place": _("Where to be meanwhile"),
        "returning": _("How to return"),
    }


def _of_practice() -> dict[str, str]:
    return {
        "way_out": _("The way out"),
        "occasion": _("Meeting or parting"),
        "ritual": _("The ritual"),
        "listened": _("They listened more than they talked"),
        "respected": _("They respected a no"),
        "afterwards": _("How they left you"),
        "honest": _("They were honest"),
        "received": _("How what you told was received"),
        "reassured": _("What reassured"),
        "look": _("A look"),
        "tone": _("A tone"),
        "touch": _("Touch"),
        "days": _("On which days"),
        "at": _("At what time"),
        "whose": _("Whose"),
        "made": _("Made"),
        "due": _("Until when"),
        "kept": _("How it went"),
        "where": _("Where and when"),
        "bring": _("What to bring"),
        "reunion": _("It began on meeting again"),
        "turned_back": _("Whether it turned back"),
    }


def _of_kind() -> dict[tuple[str, str], str]:
    """Parts whose name means something else in entries of another kind."""
    return {
        ("moment", "step"): _("The step you tried"),
        ("step", "window"): _("Through which window"),
        ("step", "alarm"): _("How loud it may be"),
        ("ritual", "words"): _("Words"),
        ("ritual", "place"): _("Where"),
        ("rhythm", "person"): _("With whom"),
        ("rhythm", "days"): _("After how many days"),
        ("promise", "person"): _("With whom"),
        ("promise", "size"): _("Small or large"),
        ("promise", "ended"): _("When that was clear"),
        ("space", "kind"): _("What kind"),
        ("reward", "label"): _("What it was"),
        ("reward", "kind"): _("What kind"),
        ("round", "moves"): _("Move by move"),
    }


def why_skipped(skipped: Skipped) -> str:
    """Why a file was left as it is."""
    return next(said for kind, said in _reasons().items() if isinstance(skipped.trouble, kind))


def _read(synced: Synced) -> str:
    if not synced.read:
        return _("There was nothing new from another device.")
    if not synced.records:
        return _("What came from your other devices was known here already.")
    told = ngettext(
        "{n} entry came, or changed, from your other devices.",
        "{n} entries came, or changed, from your other devices.",
        synced.records,
    )
    return told.format(n=synced.records)


def _reasons() -> dict[type[VaultError], str]:
    """The narrower kinds first."""
    return {
        CopyOfSync: _("a copy that a sync program made, or one on its way"),
        NotASnapshot: _("not from Homing"),
        OtherDiary: _("of another diary"),
        SnapshotNewer: _("a newer Homing wrote it; update Homing here, then sync again"),
        SnapshotUnreadable: _("cannot be read"),
        SnapshotDamaged: _("damaged, or not all of it is here yet"),
    }
