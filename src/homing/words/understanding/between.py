"""Between people: boundaries, being heard, reassurance, trust, and two kinds of calm."""

from __future__ import annotations

from homing.words.language import N_
from homing.words.understanding import sources
from homing.words.understanding.piece import Piece

BOUNDARIES = Piece(
    slug="boundaries",
    title=N_("Boundaries, with the handles inside"),
    brief=N_("Why being able to close makes it easier to open."),
    paragraphs=(
        N_(
            "A boundary is what you will do, not an order to anyone else. “I will go home at ten.” “I would rather "
            "not talk about that tonight.” Picture windows with the handles on the inside: you choose which, how far, "
            "for how long, and when to close."
        ),
        N_(
            "Whoever knows the way out can risk coming nearer. There is another side: where a window never opens, "
            "nothing new comes in, and an old alarm is never proved wrong. A little open is often enough. Someone "
            "supportive may be a special case: in small experiments, thinking of such a person helped fear to fade."
        ),
        N_(
            "How to say it depends. Soft words often go down more easily. In couples with serious problems, plain and "
            "firm words did more good over time. With someone who frightens you the quiet ways come first: share "
            "less, go sooner, tell someone safe."
        ),
    ),
    contested=N_(
        "How far to open so as to learn most has no numbers behind it; what Homing reckons with is a proposal of its "
        "own. The studies of couples show what went together in some of them. Nobody can tell beforehand which words "
        "are best in yours."
    ),
    sources=(sources.LOVIBOND, sources.HORNSTEIN_2018, sources.OVERALL),
)

HEARD = Piece(
    slug="being-heard",
    title=N_("Being heard"),
    brief=N_("How something is received is an experience of its own."),
    paragraphs=(
        N_(
            "When you tell something that matters to you, how it is received becomes an experience of its own. "
            "Someone who listens to the end, asks on and believes you leaves another trace than someone who repairs, "
            "changes the subject or doubts."
        ),
        N_(
            "Listening like that is simple, and not easy. Hear. Say back what you understood. Ask whether that was "
            "it. Leave advice out unless it is wanted. It matters with good news, too: in a study of 79 couples, how "
            "partners met good news said more about how the two were doing than how they met bad news."
        ),
        N_(
            "Not being heard says nothing against what you said. You may close the window a little, and choose whom "
            "you tell the next time. Nobody owes anybody their story."
        ),
    ),
    contested=N_(
        "Most of this shows what goes together, not what causes what: people who are well together may simply listen "
        "better. Whether listening can be learnt as a method, and whether that makes anyone more content, is open."
    ),
    sources=(sources.GABLE,),
)

REASSURANCE = Piece(
    slug="reassurance",
    title=N_("Reassurance, given and sought"),
    brief=N_("Why it does good, and why asking for it over and over seldom does."),
    paragraphs=(
        N_(
            "“I like having you here.” “How did it go?” “Thank you for that.” Such words say that you are accepted, "
            "that someone takes an interest, that what you do is seen. A kind touch can say the same, to someone who "
            "wants it. Among 102 couples, touch went together with feeling close, and with being well half a year "
            "later."
        ),
        N_(
            "Asking for it again and again is another matter. It is easy to understand: the alarm wants to hear that "
            "all is well. Often the calm is short, and the question is back. Over many studies, asking a lot went "
            "together with low mood and, a little, with being turned away."
        ),
        N_(
            "So Homing may ask whether there is something true that you would like to say. It never writes the words, "
            "and it never urges you to ask. If the question keeps coming back, an anchor or a few kind words to the "
            "part that is afraid may carry further."
        ),
    ),
    contested=N_(
        "The link with low mood is moderate (a correlation of .32), the one with being turned away is weak (.14). "
        "Neither says what causes what: whoever feels low, or is treated coldly, has more reason to ask."
    ),
    sources=(sources.STARR, sources.DEBROT),
)

TRUST = Piece(
    slug="trust",
    title=N_("How trust is learnt again"),
    brief=N_("Small promises, and three questions instead of one."),
    paragraphs=(
        N_(
            "To trust someone is to leave something of yours where they could harm it. It rests on a guess about what "
            "they will do. In experiments the guess begins with a first impression, and then follows what the other "
            "person really does. Small promises count because there are many of them."
        ),
        N_(
            "Three questions say more than “can I trust them?” Do they do what they said? Do they try to see how it "
            "is for me? Are they honest when it is awkward? The answers may differ: someone can be warm and always "
            "late."
        ),
        N_(
            "After a breach, going slowly is not stubbornness. The pace is yours. A good week gives nobody a right to "
            "your trust, and no count can tell you what someone will do next."
        ),
    ),
    contested=N_(
        "The experiments were games between strangers for small sums. How trust comes back after a real betrayal has "
        "hardly been measured. That some people learn more from bad news than from good is a faint difference "
        "between people, and no label for anyone."
    ),
    sources=(sources.CHANG, sources.BELLUCCI),
)

FAMILIAR = Piece(
    slug="calm-because-familiar",
    title=N_("Calm because it is familiar"),
    brief=N_("Two kinds of calm that can feel alike."),
    paragraphs=(
        N_(
            "Two kinds of calm can feel alike. One is there because there is nothing to fear: you can say no, be "
            "clumsy, fall asleep. The other is there because you know how this goes: when to be quiet, what to leave "
            "out, how to keep the peace. It lasts as long as you keep to the rules."
        ),
        N_(
            "Where anger was part of every day, anger can come to feel normal. Then someone gentle may seem strange, "
            "and someone harsh may feel like home. That is learning, not a fault in you."
        ),
        N_(
            "To tell them apart, look at other moments. What happens when you say no? When you want something else? "
            "How are you an hour later, by yourself? Homing asks for the two kinds of calm separately, and never "
            "counts “calm because familiar” as a sign of safety."
        ),
    ),
    contested=N_(
        "We know of no study that measures these two kinds of calm side by side. What comes nearest: two people’s "
        "bodies can move in step without either being well, and in a review, being in step in a stress hormone went "
        "together with being less content. The rest of this page is experience in words, not a finding."
    ),
    sources=(sources.TIMMONS, sources.BUTLER),
)
