"""What science agrees on, and what not: short and plain, with its sources; never before help (S27, care rule 7)."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import Route

from homing.web.visit import Visit, anyone
from homing.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One matter: what is well supported, what is contested or unknown, and what Homing makes of both."""

    title: str
    agreed: str
    contested: str
    here: str
    sources: str


MATTERS = (
    Matter(
        title=N_("An alarm is learnt, and old learning stays"),
        agreed=N_(
            "In many experiments with people and animals new, safe experience quiets a learnt alarm. It rarely erases "
            "it: after a pause, in another place or after a fright the old alarm can come back."
        ),
        contested=N_(
            "Which of the many models of this is nearest to the truth is open. Most were tested on tones and shocks "
            "in a laboratory, not on lives with other people."
        ),
        here=N_("Homing says beforehand that an alarm may come back, so that its return is no failure."),
        sources="Craske 2014; Gershman et al. 2017, eLife 23763; Song et al. 2022, arXiv 2205.04670",
    ),
    Matter(
        title=N_("Rewriting a memory while it is open"),
        agreed=N_("A memory that is recalled can change, in the laboratory, under some conditions."),
        contested=N_(
            "That there is a window of some hours in which a fear can be rewritten for good did not hold up when it "
            "was tried again with care."
        ),
        here=N_("Homing prescribes no such window and promises no reset."),
        sources="Chalkia et al. 2020, Cortex, doi 10.1016/j.cortex.2020.04.017",
    ),
    Matter(
        title=N_("Understanding helps, partly"),
        agreed=N_("Being told that the danger is over lowers a learnt alarm in experiments, often at once."),
        contested=N_(
            "How much of the alarm follows the head, and how much waits for the body’s own experience, varies."
        ),
        here=N_("Homing keeps head and body apart, and says which change came from which, as far as a model can."),
        sources="Luck & Lipp 2016, doi 10.1111/ajpy.12135; Mertens 2018",
    ),
    Matter(
        title=N_("Settled, on edge, far away"),
        agreed=N_(
            "People know states of calm connection, of fight or flight, and of numbness. As words they are useful."
        ),
        contested=N_(
            "Polyvagal theory explains them by branches of one nerve. Many specialists hold that its premises do not "
            "stand; its author disagrees. The dispute goes on."
        ),
        here=N_("Homing uses the everyday words. Nothing in it depends on the theory."),
        sources=(
            "Grossman 2023, doi 10.1016/j.biopsycho.2023.108589; Grossman et al. 2026 and the reply by Porges 2026, "
            "both in Clinical Neuropsychiatry"
        ),
    ),
    Matter(
        title=N_("Early relationships"),
        agreed=N_("How one was met as a child goes together, a little, with what one expects of closeness later."),
        contested=N_(
            "It is a weak tie. Most people change from week to week and from person to person, so that a fixed "
            "“type” says little about anyone."
        ),
        here=N_("Homing gives nobody a type. Your own moments soon weigh more than any starting assumption."),
        sources="Fraley 2011 (weekly answers over a year); Girme 2018, doi 10.1037/pspi0000115",
    ),
    Matter(
        title=N_("Being flooded"),
        agreed=N_("There are states in which one can no longer listen, and a break helps many people then."),
        contested=N_(
            "The often quoted numbers, a pulse of 100 and twenty minutes, have no study behind them that we could "
            "find. What one feels and what a device measures agree only loosely. Claims to foretell divorce did not "
            "hold for new couples."
        ),
        here=N_("Homing asks you, not your pulse. Twenty minutes is only where the choice begins."),
        sources=(
            "Levenson & Gottman 1983 and 1985; Heyman & Slep 2001, doi 10.1111/j.1741-3737.2001.00473.x; "
            "PMC7007326 on flooding in 233 couples"
        ),
    ),
    Matter(
        title=N_("Slow breathing"),
        agreed=N_("Slow breathing changes the rhythm of the heart while one does it, and a while after."),
        contested=N_(
            "Part of that is plain mechanics. Its effect on how one feels is smaller and less certain, and for some "
            "people watching the breath makes it worse."
        ),
        here=N_("Breath is one way of several here, with eyes open and nothing held."),
        sources=("Laborde 2022, doi 10.1016/j.neubiorev.2022.104711; Shao 2024, doi 10.1007/s12671-023-02294-2"),
    ),
    Matter(
        title=N_("Calm people calm us"),
        agreed=N_(
            "A familiar, kind face softens alarms in small experiments, and being responded to matters to couples."
        ),
        contested=N_(
            "That two bodies fall into step is a small effect, and not always a good sign. Most studies show what goes "
            "together, not what causes what."
        ),
        here=N_("Homing counts with whom you were calmer afterwards, and calls it nothing more."),
        sources=(
            "Hornstein 2018, doi 10.1177/2167702617743002; Timmons 2015, doi 10.1037/fam0000115; "
            "Gable 2006; Sels 2019, doi 10.1037/pspi0000212"
        ),
    ),
    Matter(
        title=N_("Reassurance, and soft words"),
        agreed=N_("Care that is given freely does people good."),
        contested=N_(
            "Asking for reassurance over and over goes together with low mood and, weakly, with being turned away. "
            "And soft words are not always best: where a problem is serious, plain words can help more."
        ),
        here=N_("Homing never urges you to ask, and never writes the words."),
        sources="Starr & Davila 2008; Overall & McNulty 2017, PMC5181851",
    ),
    Matter(
        title=N_("What a diary can show"),
        agreed=N_("Writing soon afterwards remembers better than looking back over months."),
        contested=N_(
            "People write more when it is hard, and remember in the colour of the day. A few moments can mislead. "
            "What came together need not have caused each other."
        ),
        here=N_("Homing says how many moments it counts, and says “too few” when they are."),
        sources=N_("Common ground in diary methods; no single paper stands for it."),
    ),
    Matter(
        title=N_("Homing itself"),
        agreed=N_("Its models are checked number by number against published ones, and on invented diaries."),
        contested=N_(
            "Nobody has tested it on people’s lives: no open data set of this kind exists. Several starting "
            "assumptions have no data behind them yet, and say so where they are used."
        ),
        here=N_("Take what it says as a question to yourself. It does not diagnose, treat or know."),
        sources=N_("The pages on the engine and on simulated diaries, in the project’s own documents."),
    ),
)


def science(visit: Visit) -> Response:
    """The page."""
    return visit.page("help/science.html", matters=MATTERS)


ROUTES = [Route("/help/science", anyone(science))]
