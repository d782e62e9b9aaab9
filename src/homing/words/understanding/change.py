"""What changes an alarm: why it comes back, what knowing can do and what it cannot, and why steps are small."""

from __future__ import annotations

from homing.words.language import N_
from homing.words.understanding import sources
from homing.words.understanding.piece import Piece

COMES_BACK = Piece(
    slug="what-comes-back",
    title=N_("Old cues, and why they come back"),
    brief=N_("New experience is laid beside the old. It seldom erases it."),
    paragraphs=(
        N_(
            "An old alarm is seldom erased. New, safe experience is laid down beside it. That is why an alarm that "
            "was quiet for weeks can be back after a pause, in another place, with another person, or after a fright. "
            "In experiments with animals and people this is common."
        ),
        N_("So its return is no failure, and what you learnt in between is not lost."),
        N_(
            "“This is only the past” can be true and still not help. In one model, telling yourself too firmly that "
            "now is altogether different files the good moment under “exception”, and the old rule stays as it was. "
            "“Part of this may be old” is enough. Then, if it is safe now, stay for a small while. Whether it is safe "
            "now always comes first."
        ),
    ),
    contested=N_(
        "That a fear can be rewritten for good in the hours after it was recalled did not hold up when it was tried "
        "again with care. Letting a little of the feared thing happen now and then made fear return less in a study "
        "with rats; over fifteen reports there was no general gain. The idea about exceptions comes from a model, "
        "and nobody has tested it on people."
    ),
    sources=(
        sources.GERSHMAN_2017,
        sources.GERSHMAN_2013,
        sources.SONG,
        sources.CHALKIA,
        sources.QUINTERO,
    ),
)

INSIGHT = Piece(
    slug="knowing-and-feeling",
    title=N_("Why knowing is not enough, and still helps"),
    brief=N_("Head and body learn in different ways."),
    paragraphs=(
        N_(
            "You can know exactly why you shut down, and shut down all the same. That is no lack of will. Knowing and "
            "feeling change in different ways."
        ),
        N_(
            "In experiments people were told: from now on the unpleasant thing will not come. Their alarm often fell "
            "at once. So knowing does something. But not everything followed: the dislike of the sign stayed, and so "
            "did alarms about certain animals, and those learnt with something very painful."
        ),
        N_(
            "One way to picture it: knowing helps you tell which situation you are in, and only experience changes "
            "what you expect there. That is why Homing keeps head and body apart, and makes room for small, felt "
            "moments beside the words. Reading this is already a first step. It just need not be the last."
        ),
    ),
    contested=N_(
        "How far knowing reaches is not settled, and it differs from person to person. Most of these studies were "
        "short and took place in a laboratory. That knowing and experience move two different things is one model’s "
        "account, taken from how people learn movements."
    ),
    sources=(sources.LUCK, sources.MERTENS, sources.HEALD),
)

SMALL_STEPS = Piece(
    slug="small-steps",
    title=N_("Why steps are small"),
    brief=N_("What a step can teach, and why going back down is one, too."),
    paragraphs=(
        N_(
            "What changes an alarm most is new experience. It has to be felt, and it need not be large. A smile at a "
            "neighbour is a step."
        ),
        N_(
            "Before a step, say to yourself what you expect. Take it, with a way out. Afterwards look at how it "
            "really was. It is the difference between the two that teaches, more than the courage. Later, change the "
            "place, the day, the person: what was learnt in one place does not travel by itself. Leave time in between."
        ),
        N_(
            "A step that rings very loud teaches little, since all one can do is get through it. One that does not "
            "ring at all teaches little, too. Somewhere in the middle is enough. Going back down is a step like any "
            "other. And none leads toward someone who frightens you: there the alarm is doing its work."
        ),
    ),
    contested=N_(
        "That the middle is best is a sensible guess. Nobody has measured how loud a step should be, and the way "
        "Homing picks the next one is a proposal of its own. Much of the rest comes from work with fears of things "
        "and places, done together with someone trained for it."
    ),
    sources=(sources.CRASKE, sources.SANDSTROM, sources.GERSHMAN_2017),
)
