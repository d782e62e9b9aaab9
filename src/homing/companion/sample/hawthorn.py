"""Old Hawthorn: here the alarm is often right, and in the middle of the three months there was danger."""

from __future__ import annotations

from homing.companion.sample.told import Told

# Set by hand: easier to read as a diary than one argument a line.
# fmt: off
HAWTHORN = (
    Told(85, "15:30", "hawthorn", "kitchen", "doorway silence", feel="on_edge far_away", alarm=7, fear="shamed",
         did="stayed", ended="hurt", safe="not_sure", aperture=.6,
         note="He waited until I had sat down to say what I should have brought. I know that wait from when I was "
              "eight."),
    Told(78, "18:00", "hawthorn", "phone", "name louder", feel="on_edge on_edge", alarm=7, fear="shamed", did="gave_in",
         ended="brushed_off", protected=True, aperture=.6,
         note="I said yes to Sunday before I had looked at Sunday."),
    Told(75, "13:20", "hawthorn", "kitchen", "louder looks throat", feel="on_edge far_away", alarm=8,
         fear="shamed rejected", did="froze", ended="hurt", safe="not_sure", aperture=.5,
         head="I am thirty-four years old.", body="I am eight and my hands are under the table."),
    Told(71, "16:45", "hawthorn", "car", "silence", feel="on_edge far_away", alarm=6, fear="shamed", did="stayed",
         ended="brushed_off", safe="not_sure", aperture=.5),
    Told(65, "14:10", "hawthorn", "", "looks away", feel="mixed mixed", alarm=4, did="stayed", ended="okay", safe="yes",
         aperture=.5,
         note="He showed me how he grafts the pear trees. For an hour he was only a man with a knife and string."),
    Told(62, "12:40", "hawthorn", "kitchen", "doorway louder", feel="on_edge far_away", alarm=8, fear="shamed",
         did="gave_in", ended="hurt", safe="not_sure", aperture=.4),
    Told(58, "19:30", "hawthorn", "phone", "name question", feel="on_edge on_edge", alarm=6, fear="swallowed_up",
         did="stepped_back", ended="brushed_off", aperture=.3,
         note="He asked what I earn. I said I had to go, and I did have to, only not for the reason I gave."),
    Told(55, "15:00", "hawthorn", "kitchen", "louder name throat", feel="on_edge far_away", alarm=8,
         fear="shamed harmed", did="raised_voice left", ended="hurt", safe="not_sure", aperture=.3,
         note="I shouted back for the first time. I was in the car before I knew I had my keys."),
    Told(52, "17:50", "hawthorn", "", "doorway looks throat", feel="on_edge far_away", alarm=9, fear="harmed",
         did="gave_in", ended="frightened", safe="no", danger="afraid_to_say_no", aperture=.2,
         note="He stood in the hall until I had said yes to the loan. I could not see a way past him."),
    Told(47, "20:05", "hawthorn", "phone", "quieter name silence", feel="on_edge far_away", alarm=9, fear="harmed",
         did="left", ended="frightened", safe="no", danger="threatened controlled", aperture=.1,
         note="He said I would be sorry if the money did not come. He said it very quietly. I put the phone down."),
    Told(44, "17:35", "hawthorn", "work", "looks silence", feel="on_edge on_edge", alarm=9, fear="harmed",
         did="hid left", ended="frightened", safe="no", danger="followed", aperture=0.0,
         note="He was outside the mill at closing. He did not speak. I took the back stairs and went to Bram's."),
    Told(39, "10:15", "hawthorn", "phone", "late silence", feel="on_edge mixed", alarm=6, did="hid", protected=True,
         aperture=.1,
         note="Six missed calls. I wrote the times down and did not ring back."),
    Told(31, "18:20", "hawthorn", "phone", "name", feel="on_edge mixed", alarm=6, fear="swallowed_up",
         did="stepped_back", ended="unknown", aperture=.1, away=True,
         note="He rang while I was away. I let it ring and looked at the water. I do not know yet what that was."),
    Told(23, "11:00", "hawthorn", "phone", "quieter", feel="on_edge on_edge", alarm=5, did="said_need",
         ended="brushed_off", safe="not_sure", aperture=.1,
         note="I said I will only talk on the phone for now. He said I was being dramatic. I said it again."),
    Told(16, "11:10", "hawthorn", "phone", "louder:.6 question", feel="on_edge mixed", alarm=6, fear="shamed",
         did="left", ended="hurt", safe="not_sure", aperture=.1),
    Told(7, "11:05", "hawthorn", "phone", "silence name", feel="mixed mixed", alarm=4, did="stayed", ended="okay",
         safe="not_sure", aperture=.1,
         note="Eleven minutes about the pear trees. I had the door open and my shoes on."),
)
"""All moments with Old Hawthorn, oldest first."""
