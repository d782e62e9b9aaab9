"""The shared words and their order.

Nobody else decides what counts as "the alarm rang" or "this was hurt": every other package asks here.
The words are keys; what a person reads comes from :mod:`homing.words`.
"""

from __future__ import annotations

from enum import StrEnum

ALARM_MAX = 10
"""The alarm is felt on a scale from 0 (silent) to 10."""

ALARM_RANG = 5
"""From this felt strength on, we say "the alarm rang"."""


class Outcome(StrEnum):
    """How it turned out, from best to worst; ``UNKNOWN`` stands outside the order."""

    CARE = "met_with_care"
    OKAY = "okay"
    MISSED = "missed_me"
    BRUSHED_OFF = "brushed_off"
    HURT = "hurt_me"
    FRIGHTENED = "frightened_or_harmed_me"
    UNKNOWN = "dont_know_yet"

    @property
    def value_01(self) -> float | None:
        """How good it was, in [0, 1] (1 = met with care); None while it is not known."""
        return None if self is Outcome.UNKNOWN else 1.0 - _ORDER.index(self) / (len(_ORDER) - 1)

    @property
    def is_hurt(self) -> bool:
        """Whether the person says that it hurt, frightened or harmed them."""
        return self in (Outcome.HURT, Outcome.FRIGHTENED)


_ORDER = tuple(word for word in Outcome if word is not Outcome.UNKNOWN)


class Safe(StrEnum):
    """ "Safe for me to be there?" Kept apart from how it turned out."""

    YES = "yes"
    NOT_SURE = "not_sure"
    NO = "no"


class Danger(StrEnum):
    """What makes a moment dangerous. A mark of its own, not a worse kind of hurt."""

    THREATENED = "threatened"
    HARMED = "harmed"
    FOLLOWED = "followed"
    FORCED = "forced"
    CONTROLLED = "money_or_contact_controlled"
    AFRAID_TO_SAY_NO = "afraid_to_say_no"


class FeltState(StrEnum):
    """Everyday names for felt states. There is no better or worse among them."""

    SETTLED = "settled"
    ON_EDGE = "on_edge"
    FAR_AWAY = "far_away"
    MIXED = "mixed"
    CANT_TELL = "cant_tell"


class Move(StrEnum):
    """What I did. Includes what a person may not be proud of; it is met without shame."""

    TOWARD = "moved_toward"
    STAYED = "stayed"
    SAID_NEED = "said_what_i_needed"
    STEPPED_BACK = "stepped_back"
    LEFT = "left"
    FROZE = "froze"
    GAVE_IN = "gave_in_to_keep_the_peace"
    HID = "hid"
    PUSHED_AWAY = "pushed_away"
    RAISED_VOICE = "raised_my_voice"
    BLOCKED_WAY = "blocked_the_way"
    CHECKED_PHONE = "checked_a_phone"


PROTECTIVE = frozenset({Move.LEFT, Move.FROZE, Move.GAVE_IN, Move.HID})
"""Moves that protect. What follows them says nothing about how safe it was (care rule 10)."""

CONCERNING = frozenset({Move.BLOCKED_WAY, Move.CHECKED_PHONE})
"""Moves beside which the page for people worried about their own behaviour is offered."""


class Choice(StrEnum):
    """What a person decides between a cue and their reaction. None of the four is the better one."""

    CLOSER = "closer"
    STAY = "stay"
    STEP_BACK = "step_back"
    OUT = "out"


class Expected(StrEnum):
    """What the alarm expected to come."""

    LEFT = "to_be_left"
    REJECTED = "to_be_rejected"
    SWALLOWED_UP = "to_be_swallowed_up"
    SHAMED = "to_be_shamed"
    HARMED = "to_be_harmed"


class Belongs(StrEnum):
    """Whether an alarm belongs to then or to now, as the person says. All four leave every boundary as it is."""

    THEN = "mostly_then"
    NOW = "mostly_now"
    BOTH = "both"
    NOT_SURE = "not_sure"


class Channel(StrEnum):
    """Where a cue comes in. A channel carries no valence."""

    VOICE = "voice"
    FACE = "face"
    POSTURE = "posture"
    WORDS = "words"
    TOUCH = "touch"
    DISTANCE = "distance"
    TIMING = "timing"
    SETTING = "setting"
    BODY = "in_my_body"


class Direction(StrEnum):
    """Whether the cue reached me or came from me."""

    RECEIVED = "received"
    SENT = "sent"


class Evidence(StrEnum):
    """What one moment says about whether hurt followed."""

    HURT = "hurt"
    NO_HURT = "no_hurt"
    PROTECTED = "protected"
    OPEN = "open"


def alarm_rang(alarm: int) -> bool:
    """Whether an alarm of this felt strength (0 to 10) counts as rung.

    >>> alarm_rang(4), alarm_rang(5)
    (False, True)
    """
    return alarm >= ALARM_RANG


def evidence(outcome: Outcome | None, *, protected: bool, moves: frozenset[Move] = frozenset()) -> Evidence:
    """What an ending says about hurt. Hurt always counts; a protected ending is never safety.

    >>> evidence(Outcome.CARE, protected=False)
    <Evidence.NO_HURT: 'no_hurt'>
    >>> evidence(Outcome.OKAY, protected=False, moves=frozenset({Move.GAVE_IN}))
    <Evidence.PROTECTED: 'protected'>
    >>> evidence(Outcome.HURT, protected=True)
    <Evidence.HURT: 'hurt'>
    """
    if outcome is not None and outcome.is_hurt:
        return Evidence.HURT
    if protected or moves & PROTECTIVE:
        return Evidence.PROTECTED
    if outcome is None or outcome is Outcome.UNKNOWN:
        return Evidence.OPEN
    return Evidence.NO_HURT
