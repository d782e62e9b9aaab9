"""Tansy at the mill: the alarm stays quiet with her, and yet it hurt twice. And the moments of several, and of none."""

from __future__ import annotations

from homing.companion.sample.told import Told

# Set by hand: easier to read as a diary than one argument a line.
# fmt: off
TANSY = (
    Told(88, "09:15", "tansy", "work", "looks name", feel="settled settled", alarm=1, did="stayed", ended="okay",
         safe="yes"),
    Told(82, "12:10", "tansy", "work", "question", feel="settled settled", alarm=1, did="toward", ended="okay",
         safe="yes",
         note="She wants to know everything about everyone. It passes the time."),
    Told(77, "10:30", "tansy", "work", "turns looks", feel="settled settled", alarm=0, did="stayed", ended="care",
         safe="yes"),
    Told(74, "16:20", "tansy", "work", "hand", feel="mixed settled", alarm=2, did="said_need", ended="care", safe="yes",
         note="I told her a little about home. Her hand was on my arm the whole time."),
    Told(68, "12:30", "tansy", "work", "looks name", feel="settled far_away", alarm=1, did="froze", ended="hurt",
         safe="yes",
         note="She told the table what I had told her, as a funny story. Nothing in me had rung. I went cold "
              "afterwards."),
    Told(63, "09:40", "tansy", "work", "away", feel="mixed mixed", alarm=3, did="stepped_back", ended="missed",
         safe="yes"),
    Told(58, "11:20", "tansy", "work", "name", feel="settled settled", alarm=1, did="stayed", ended="okay", safe="yes"),
    Told(50, "15:10", "tansy", "work", "question", feel="mixed mixed", alarm=2, did="stayed", ended="brushed_off",
         safe="yes"),
    Told(42, "10:00", "tansy", "work", "looks turns", feel="settled settled", alarm=1, did="stayed", ended="okay",
         safe="yes"),
    Told(35, "14:45", "tansy", "work", "name looks", feel="settled on_edge", alarm=2, did="stayed", ended="hurt",
         safe="yes", head="She probably forgot to say it was mine.", body="Warm, then hot, in the ears.",
         note="My paper samples went round under her name. She smiled at me across the room while it happened."),
    Told(30, "09:30", "tansy", "work", "away silence", feel="mixed mixed", alarm=2, did="stayed", ended="unknown",
         note="I said we should talk about the samples. She said of course. We have not."),
    Told(20, "12:15", "tansy", "work", "question", feel="settled settled", alarm=2, chose="step_back",
         small="Breathe out, then answer.", did="said_need", ended="okay", safe="yes",
         windows="childhood:closed:respected",
         note="I said I would rather keep that to myself. It came out easily, like something about the weather."),
    Told(11, "10:50", "tansy", "work", "turns", feel="settled settled", alarm=1, did="stayed", ended="okay",
         safe="yes"),
    Told(2, "16:00", "tansy", "work", "looks question", feel="settled", alarm=1, did="stayed", safe="yes"),
)
"""The moments with Tansy alone, oldest first."""

TOGETHER = (
    Told(81, "20:00", "wren bram", "kitchen", "louder:.5 turns chest", feel="settled settled", alarm=2, did="toward",
         ended="care", safe="yes",
         note="The two of them argued about salt. I washed lettuce and was happy."),
    Told(70, "13:00", "wren hawthorn", "kitchen", "silence looks", feel="on_edge far_away", alarm=7, fear="shamed",
         did="froze", ended="brushed_off", protected=True, safe="not_sure", aperture=.5,
         note="Lunch at his house. Wren talked for three. I counted the tiles."),
    Told(46, "19:45", "wren bram", "kitchen", "quieter looks hand", feel="far_away settled", alarm=3, did="said_need",
         ended="care", safe="yes",
         note="I asked both of them to sit with me while I read his message aloud. Then it was only a message."),
    Told(38, "12:20", "tansy bram", "work", "question", feel="settled settled", alarm=1, did="stayed", ended="okay",
         safe="yes"),
    Told(22, "18:30", "wren bram", "river", "louder:.6 turns", feel="settled settled", alarm=2, did="toward",
         ended="care", safe="yes"),
    Told(13, "17:00", "wren bram tansy", "", "louder:.5 name", feel="mixed mixed", alarm=4, did="stayed", ended="okay",
         safe="yes",
         note="My people in one room. I kept checking that everyone was all right, and they kept being all right."),
    Told(6, "20:30", "wren bram", "kitchen", "turns chest", feel="settled settled", alarm=0, did="toward", ended="care",
         safe="yes",
         note="I read them the whole story, all six pages. Nobody said nice."),
)
"""Moments with more than one of them."""

ALONE = (
    Told(86, "23:50", "", "", "throat", feel="on_edge mixed", alarm=5, fear="left", did="stayed", ended="okay",
         note="Could not sleep. Counted what is in the room: lamp, coat, the crack shaped like a river."),
    Told(72, "07:05", "", "river", "chest", feel="settled settled", alarm=0, did="stayed", ended="care",
         note="Fog on the water. I let my breath go all the way out, and it came back by itself."),
    Told(62, "16:30", "", "car", "throat", feel="far_away mixed", alarm=6, did="stayed",
         note="Sat in the car outside my own house for a while after his. I had no word for it, so no ending."),
    Told(52, "22:40", "", "", "throat silence", feel="far_away far_away", alarm=8, fear="harmed", did="hid",
         protected=True, safe="yes",
         note="At home. The door is locked. I checked it four times."),
    Told(43, "07:30", "", "river", "chest", feel="mixed settled", alarm=2, did="stayed", ended="okay"),
    Told(33, "07:00", "", "", "chest", feel="settled settled", alarm=0, did="stayed", ended="care", away=True,
         note="Woke before him and walked to the end of the pier. Nobody in the world was waiting for me to be "
              "anything."),
    Told(26, "02:40", "", "", "throat", feel="on_edge", alarm=5, fear="shamed",
         note="Half past two again."),
    Told(18, "22:00", "", "kitchen", "", feel="mixed settled", alarm=2, did="stayed", ended="okay",
         note="Wrote for an hour. Crossed out most of it. Kept one line."),
    Told(11, "07:20", "", "river", "chest", feel="settled settled", alarm=0, did="stayed", ended="care"),
    Told(1, "22:30", "", "", "", feel="cant_tell",
         note="Something about today. I will come back to it."),
)
"""Moments alone."""
