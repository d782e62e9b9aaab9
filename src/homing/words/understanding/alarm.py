"""The alarm: how cues are learnt, when it is right, what one does then, and the small room in between."""

from __future__ import annotations

from homing.words.language import N_
from homing.words.understanding import sources
from homing.words.understanding.piece import Piece

CUES = Piece(
    slug="how-cues-are-learnt",
    title=N_("How cues are learnt"),
    brief=N_("Why the same smile means one thing to you and another to someone else."),
    paragraphs=(
        N_(
            "Long before you had words you began to notice what came before something good, and what came before "
            "something bad. A step on the stairs, a laugh, a tone of voice. Each became a cue: a sign of what might "
            "come next."
        ),
        N_(
            "No cue means the same to everyone. A smile can be kind, and it can come just before someone is cruel. "
            "What a cue means to you comes from what happened to you, with whom, and how often. So it can mean one "
            "thing with one person and another with the next."
        ),
        N_(
            "Learning does not end. Every new moment adds a little. A first impression is only where the guess "
            "begins; what someone really does can move it, either way."
        ),
    ),
    contested=N_(
        "Several models describe how a brain may do this, and none of them explains everything. Most were tested on "
        "tones and shocks, or on games with money between strangers. How well they describe a life among people is "
        "not known."
    ),
    sources=(sources.GERSHMAN_2010, sources.GERSHMAN_2017, sources.CHANG),
)

ALARM = Piece(
    slug="when-the-alarm-rings",
    title=N_("When the alarm rings"),
    brief=N_("Sometimes it is early, sometimes it is right, and sometimes it stays quiet."),
    paragraphs=(
        N_(
            "The alarm answers before you have thought. It guesses: something here is like something that once hurt. "
            "Such a guess can be wrong. A voice may rise with joy. A late reply may be an empty battery."
        ),
        N_(
            "It can also be right. Sometimes the body notices what the head would rather not see. And sometimes the "
            "alarm stays quiet although harm is near, because harm once looked like any other day. So neither an "
            "alarm nor its silence proves anything alone."
        ),
        N_(
            "That is why Homing keeps two things apart: how loud it rang, and how it turned out. Over many moments "
            "you can see for yourself how often it came before hurt, with which cue and with whom. If someone "
            "threatens, forces or controls you, there is nothing to find out first. Being safe comes before "
            "understanding."
        ),
    ),
    contested=N_(
        "Do people who suffer more throw old and new danger together, or keep them apart too finely? Studies point "
        "both ways. So an alarm that rings often says nothing about what kind of person you are."
    ),
    sources=(sources.GERSHMAN_2017, sources.NORBURY, sources.ZIKA, sources.GERSHMAN_HARTLEY),
)

TOWARD = Piece(
    slug="toward-and-away",
    title=N_("Moving toward, moving away"),
    brief=N_("What keeping away protects, and what it costs."),
    paragraphs=(
        N_(
            "When something feels safe we lean in. When it feels like danger we draw back, go still, please, or hide. "
            "Everyone does each of these, and each of them has protected someone."
        ),
        N_(
            "Drawing back works: the alarm goes down. That is also its price. If you always leave before anything "
            "happens, you cannot find out whether it would have hurt. In experiments, people who were wholly "
            "protected learnt little about whether the danger was still there."
        ),
        N_(
            "Moving closer is not better in itself. With someone who harms you, distance is good sense. With someone "
            "who may be kind, one small move with a way out is enough to learn something. People who talked with "
            "strangers again and again for a week feared being turned away less, and guessed better how it would go."
        ),
    ),
    contested=N_(
        "The experiments on protection were done in a laboratory, and the talks were with strangers, not with people "
        "who matter, and not about old wounds. Besides, nobody writes down what they avoided. Any diary, yours too, "
        "knows least about the moments that did not take place."
    ),
    sources=(sources.LOVIBOND, sources.SANDSTROM),
)

CHOICE = Piece(
    slug="between-cue-and-reaction",
    title=N_("Between the cue and what you do"),
    brief=N_("Pause, notice, name, and then choose."),
    paragraphs=(
        N_(
            "A cue arrives, and the body is already on its way: out of the door, into a sharp word, into silence. "
            "Nobody chooses that first move. What comes after it can be chosen, at least a little."
        ),
        N_(
            "Pause. Notice what is there, in the body and in the room. Name it in your own words. Then choose: "
            "closer, stay, or a step back. Putting a feeling into words is one of the things that are used in work "
            "with fears. It need not make the feeling go. It makes a bit of room around it."
        ),
        N_(
            "It helps to hold the name lightly. “Maybe this is danger, maybe it is an old alarm, I do not know yet” "
            "leaves room to look. Being quite sure, either way, ends the looking. If there is danger now, nothing "
            "has to be weighed: get to where it is safe."
        ),
    ),
    contested=N_(
        "Naming a feeling is one part among several in the work it is taken from, so that what it does alone is "
        "unclear. That a little doubt helps more than certainty was shown in a computer model, not with people."
    ),
    sources=(sources.CRASKE, sources.SMITH),
)
