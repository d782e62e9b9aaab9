"""The sources of the library, each written once. Most were read in their summaries alone; those read whole say so.

Only what the project's own notes on the science hold stands here; nothing is quoted from memory.
"""

from __future__ import annotations

from homing.words.understanding.piece import Source

BELLUCCI = Source("Bellucci 2022, A Model of Trust")
BUTLER = Source("Butler & Barnard 2019, Psychosomatic Medicine 81:749 (74 couples)", whole=True)
CARRERE = Source("Carrère & Gottman 1999, Family Process 38:293 (124 couples)")
CHALKIA = Source("Chalkia et al. 2020, Cortex, doi 10.1016/j.cortex.2020.04.017")
CHANG = Source("Chang et al. 2010, Cognitive Psychology 61:87")
COOK = Source("Cook et al. 1995, Journal of Family Psychology 9:110")
CRASKE = Source("Craske 2014")
DEBROT = Source("Debrot 2013 (102 couples)")
FLOODING = Source("PMC7007326, on flooding in 233 couples")
FRALEY = Source("Fraley 2011 (203 people each day for 30 days, 388 people each week for a year)")
GABLE = Source("Gable 2006 (79 couples)")
GERSHMAN_2010 = Source("Gershman, Blei & Niv 2010, Psychological Review 117:197")
GERSHMAN_2013 = Source("Gershman et al. 2013, Frontiers in Behavioral Neuroscience 7:164 (rats)", whole=True)
GERSHMAN_2017 = Source("Gershman et al. 2017, eLife 6:e23763", whole=True)
GERSHMAN_HARTLEY = Source("Gershman & Hartley 2015, doi 10.3758/s13420-015-0176-z")
GIRME = Source("Girme 2018, doi 10.1037/pspi0000115")
GROSSMAN_2023 = Source("Grossman 2023, doi 10.1016/j.biopsycho.2023.108589")
GROSSMAN_2026 = Source("Grossman et al. 2026, Clinical Neuropsychiatry (39 authors)")
HEALD = Source("Heald, Lengyel & Wolpert 2021, Nature 600:489, doi 10.1038/s41586-021-04129-3")
HEYMAN = Source("Heyman & Slep 2001, doi 10.1111/j.1741-3737.2001.00473.x")
HORNSTEIN_2016 = Source("Hornstein, Fanselow & Eisenberger 2016")
HORNSTEIN_2018 = Source("Hornstein 2018, doi 10.1177/2167702617743002")
LEVENSON = Source("Levenson & Gottman 1983 (30 couples) and 1985 (19 of them, three years later)")
LOVIBOND = Source("Lovibond 2009, Behaviour Research and Therapy 47:716")
LUCK = Source("Luck & Lipp 2016, doi 10.1111/ajpy.12135")
MERTENS = Source("Mertens 2018")
MORTON = Source("Morton 2022, doi 10.1037/tra0001313")
NORBURY = Source("Norbury et al. 2021, doi 10.1017/S0033291721000647")
OVERALL = Source("Overall & McNulty 2017, PMC5181851")
PORGES = Source("Porges 2026, reply in Clinical Neuropsychiatry")
QUINTERO = Source("Quintero et al. 2024, doi 10.1007/s10608-024-10497-7 (15 reports)")
SANDSTROM = Source("Sandstrom 2022, Journal of Experimental Social Psychology 102:104356")
SELS = Source("Sels 2019, doi 10.1037/pspi0000212 (three studies)")
SMITH = Source("Smith, Moutoussis & Bilek 2021, Scientific Reports 11:10128")
SONG = Source("Song, Jones, Monfils & Niv 2022, arXiv 2205.04670", whole=True)
STARR = Source("Starr & Davila 2008, doi 10.1037/a0013866")
TAMMILEHTO = Source("Tammilehto 2025, doi 10.1177/01461672251333472")
TIMMONS = Source("Timmons 2015, doi 10.1037/fam0000115 (a review)")
ZIKA = Source("Zika et al. 2023, doi 10.1038/s41467-023-39825-3")
