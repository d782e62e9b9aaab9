"""Oneself: early relationships without types, felt states without a theory, and kindness."""

from __future__ import annotations

from homing.words.language import N_
from homing.words.understanding import sources
from homing.words.understanding.piece import Piece

EARLY = Piece(
    slug="early-relationships",
    title=N_("Early relationships, without types"),
    brief=N_("A faint first guess, which your own moments soon outweigh."),
    paragraphs=(
        N_(
            "As a child you may not have known who would be there. You may have had to be loud, or very good, to be "
            "noticed. You may have learnt to manage alone, or had no room of your own. Each of these taught something "
            "about closeness. It was an answer to what was there then. Part of it may still answer today."
        ),
        N_(
            "Many books sort people into types. Life is less tidy. One expects different things of different people, "
            "and most people change from week to week. Where hundreds were asked each day or each week, something "
            "steady was found, with much movement around it."
        ),
        N_(
            "So Homing gives nobody a type, least of all someone else. If you like, it takes what you tell of early "
            "years as a faint first guess. After about five moments of your own, those weigh more."
        ),
    ),
    contested=N_(
        "How strong the first guess should be is not published anywhere. Ours is a placeholder that you can see and "
        "change. In a newer study, days of feeling safe came with less worry and less distance; that lasting traits "
        "made a difference to this was not found."
    ),
    sources=(sources.FRALEY, sources.GIRME, sources.TAMMILEHTO),
)

FELT_STATES = Piece(
    slug="felt-states",
    title=N_("Settled, on edge, far away"),
    brief=N_("Three everyday words, and a dispute about nerves."),
    paragraphs=(
        N_(
            "Most people know these from within. Settled: easy breath, room for others, you could laugh. On edge: "
            "fast, tight, ready to fight or to run. Far away: numb, heavy, not quite here. And all of it mixed. None "
            "of them is the right one."
        ),
        N_(
            "In therapy these three are often told through polyvagal theory. It explains them by branches of one "
            "nerve, the vagus. Many find the picture kind: nobody decides to go numb, the body does it."
        ),
        N_(
            "You can use the words without the explanation. Homing does. It asks what you feel, and nothing in it "
            "depends on a nerve or on the rhythm of a heart. Feeling safe can also be asked about with a careful "
            "questionnaire, whatever causes it."
        ),
    ),
    contested=N_(
        "Many specialists, 39 of them in one paper, hold that the premises of the theory do not stand, and that a "
        "certain rhythm of the heart cannot be read as the strength of that nerve. Its author has replied and "
        "disagrees. We cannot settle it here."
    ),
    sources=(sources.GROSSMAN_2023, sources.GROSSMAN_2026, sources.PORGES, sources.MORTON),
)

NOT_BROKEN = Piece(
    slug="not-broken",
    title=N_("Not broken"),
    brief=N_("Protecting something tender, and being kind about it."),
    paragraphs=(
        N_(
            "Going silent, pleasing, snapping, running: whatever you do when the alarm rings was learnt, and it was "
            "learnt to protect something tender. It brought you here. It is no fault in you, even where it costs more "
            "by now than it gives."
        ),
        N_(
            "Being hard on yourself for it is one more alarm in the room. What would you say to a friend who had done "
            "the same? Some of it may fit. Kind words need not be believed at once."
        ),
        N_(
            "Kindness is not an excuse. Where something you did hurt someone, less shame may make it easier to look "
            "at it and to mend it. And patience is part of it: a rest, a pause, a step back belong to the way. Nothing "
            "here counts your days or asks you to catch up."
        ),
    ),
    contested=N_(
        "In making a questionnaire on feeling safe, compassion came out as one of its three parts, beside ease with "
        "others and ease in the body. That does not show that being kinder makes anyone safer or calmer. What kindness "
        "to oneself can change, and for whom, we have not read enough about to say."
    ),
    sources=(sources.MORTON,),
)
