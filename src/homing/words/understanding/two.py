"""Two nervous systems: the cycle, being flooded, and what is known about calm people."""

from __future__ import annotations

from homing.words.language import N_
from homing.words.understanding import sources
from homing.words.understanding.piece import Piece

CYCLE = Piece(
    slug="the-cycle",
    title=N_("The cycle that nobody wants"),
    brief=N_("How each one’s protection rings the other’s alarm."),
    paragraphs=(
        N_(
            "One says something sharp. The other defends, or strikes back. One falls silent. The first feels left "
            "alone, and grows sharper. Each move makes sense to whoever makes it, and each rings the other’s alarm."
        ),
        N_(
            "Researchers have put this into equations: how strongly each one’s mood pulls at the other’s. With some "
            "numbers there are two places in which such a pair comes to rest, a warm one and a cold one, and a small "
            "repair at the right moment decides which. So it is worth looking for the places where it turned back."
        ),
        N_(
            "This is about two people who are both free to speak. Where one is afraid of the other it is no cycle "
            "that both keep going. Threat and control are the doing of whoever threatens and controls, and no map of "
            "moves belongs there."
        ),
    ),
    contested=N_(
        "The equations explain more than they foretell. Claims to predict divorce from one talk fell apart on new "
        "couples, and from a diary these numbers cannot be found at all. In one study of 124 couples the first minutes "
        "of a quarrel went together with later divorce. Whether a softer beginning would have changed anything it "
        "cannot say."
    ),
    sources=(sources.COOK, sources.HEYMAN, sources.CARRERE),
)

FLOODED = Piece(
    slug="flooded",
    title=N_("Being flooded, and the pause"),
    brief=N_("When it is too much to listen, and what a break needs."),
    paragraphs=(
        N_(
            "Sometimes it is too much: the heart races, thoughts are gone, words wound or do not come. Hardly anyone "
            "can listen then. Among 233 couples, those who felt flooded more often met more anger and found it harder "
            "to solve things together."
        ),
        N_(
            "A pause is not walking out if it has a time to come back. It is best agreed on in a calm hour: what to "
            "say, for how long, where each one goes, how you begin again. Either may call it, without asking. What "
            "helps meanwhile is yours to find: walking, cold water, a song, breath or no breath."
        ),
        N_("Getting away from danger is something else. It needs no time to return, and no reason given."),
    ),
    contested=N_(
        "The well-known numbers, a pulse of 100 and a break of twenty minutes, have no study behind them that we could "
        "find. Early work saw couples whose bodies were more stirred grow less content; it began with 30 couples. In "
        "the study of 233, flooding also went together with violence, so that it is not always a matter for a pause. "
        "Twenty minutes is only where the choice begins here; what you need you will see for yourself."
    ),
    sources=(sources.LEVENSON, sources.FLOODING),
)

CALM_PEOPLE = Piece(
    slug="calm-people",
    title=N_("Do calm people calm us?"),
    brief=N_("What the data on settling together show, and what they do not."),
    paragraphs=(
        N_(
            "With some people your breath grows longer by itself. Others leave you tired. That is worth noticing, "
            "whatever its cause."
        ),
        N_(
            "In small experiments, being reminded of someone supportive weakened a learnt fear and helped it to fade, "
            "even a day later. Being near someone is not the same as being in step with them. When two hearts or two "
            "moods move together, it is sometimes a good sign. Sometimes the two wind each other up."
        ),
        N_(
            "So Homing asks how you were before and after, and counts. “Calmer afterwards in four of six moments” "
            "speaks of those six, and grades nobody. And calm with someone does not yet make them safe for you."
        ),
    ),
    contested=N_(
        "Moving in step is a small effect, and its sign is mixed. In three studies only a few couples were linked in "
        "their feelings more than pairs put together by chance. In a review, being in step in a stress hormone went "
        "together with being less content. Most of these studies show what goes together, not what causes what."
    ),
    sources=(
        sources.HORNSTEIN_2016,
        sources.HORNSTEIN_2018,
        sources.TIMMONS,
        sources.SELS,
        sources.BUTLER,
    ),
)
