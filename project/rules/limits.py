"""How long and how many: each limit of the product stands once, and everybody reads it here.

Those of single figures of a set stand beside their grammar (`counts`, `durations`, `sets`); how much
a page shows and a statement takes at once is no limit of the product and stands where it is used.
"""

from datetime import timedelta
from typing import Final

MAX_ID: Final = 2**31 - 1
"""The largest id that a column of every database holds."""

CLIENT_KEY_LENGTH: Final = 36
"""Of the keys by which browsers and programs name what they send: a UUID fits."""

NAME_KEY_LENGTH: Final = 240
"""Of a name as it is looked up: folded, which may make it longer than what is shown."""

USERNAME_LENGTH: Final = 64
ADDRESS_LENGTH: Final = 120
"""Of mail addresses."""

ABOUT_LENGTH: Final = 280
"""Of what athletes say about themselves."""

USER_AGENT_LENGTH: Final = 200
"""Of what a browser calls itself; longer ones are cut."""

MESSAGE_LENGTH: Final = 1000
SUBJECT_LENGTH: Final = 200
"""Of mails."""

FILE_NAME_LENGTH: Final = 120
"""Of an uploaded file."""

TITLE_LENGTH: Final = 80
"""Of workouts, templates and exercises."""

LEVEL_LENGTH: Final = 80
CATEGORY_LENGTH: Final = 80
SEARCH_LENGTH: Final = 80
NOTE_LENGTH: Final = 2000
EXERCISE_NOTE_LENGTH: Final = 280
DESCRIPTION_LENGTH: Final = 2000
"""Of exercises."""

LEVEL_TEXT_LENGTH: Final = 500
"""Of what a level says about how it goes."""

LINK_LENGTH: Final = 500
FIGURE_LENGTH: Final = 64
PICTURE_LENGTH: Final = 64
MOST_PICTURES_AT_ONCE: Final = 5
"""Of levels, with one form: each takes memory and a moment to decode."""

PINNED_NOTE_LENGTH: Final = 500
"""Of the note that an exercise shows every time."""

MAX_EFFORT: Final = 10
MAX_REST: Final = 3600

LONGEST_WORKOUT: Final = timedelta(hours=24)
"""Nobody may say more."""

MAX_OWN_EXERCISES: Final = 5_000
"""In one library. These four are more than anybody needs, so that nobody fills the site."""

MAX_LEVEL_PICTURES: Final = 300
"""Of one athlete's levels: 8 MB at most."""

MAX_OWN_WORKOUTS: Final = 50_000
MAX_OWN_TEMPLATES: Final = 500
MAX_FOLLOWED: Final = 1_000
MAX_KEPT_NAMES: Final = 10
"""Given-up names that are kept for one athlete, so that nobody collects them by renaming."""

MAX_OWN_PROGRAMS: Final = 100
MAX_PROGRAM_DAYS: Final = 14
"""Of one program: two weeks, each day another one."""

MAX_ENROLMENTS: Final = 3
"""Programs that one athlete follows at once: strength, a skill, and one more."""

LONGEST_PROGRAM: Final = 52
"""In weeks."""

RAREST_DELOAD: Final = 26
"""In weeks."""

SOURCE_LENGTH: Final = 64
"""Of the key of what ships with the product."""

SECRET_LENGTH: Final = 43
"""Of the part of an address that nobody guesses: 256 bits, as ``secrets.token_urlsafe`` writes them."""

MAX_CATEGORIES: Final = 200
"""On the whole site; every exercise form shows them all."""

MAX_LEVELS: Final = 30
"""Of one ladder."""

MAX_EXERCISES: Final = 50
"""In one workout. Ten hours of training; the editor's page stays usable on a phone."""

MAX_SETS: Final = 100
"""Of one exercise. More than anybody counts; a row each still makes a page that scrolls."""

MAX_PLACE: Final = 10_000
"""The last place that a phone gives a set or an exercise; places may have gaps."""

FORWARD: Final = timedelta(days=1)
"""How far ahead a workout may be dated: somewhere it is tomorrow already."""

PLAN_AHEAD: Final = timedelta(days=366)
"""How far ahead a workout may be planned."""

FIRST_YEAR: Final = 1971
"""The first year a workout may be of; what lies before is a slip."""

MAX_IMPORT_BYTES: Final = 10 * 2**20
"""Of a file with a history from elsewhere."""

MAX_UNPACKED_BYTES: Final = 64 * 2**20
"""Of the texts in such an archive. They are read as streams, so it is time that is limited here."""

MAX_IMPORT_SETS: Final = 50_000
"""In one file: ten years of five workouts a week with twenty sets each."""

MAX_IMPORT_WORKOUTS: Final = 5_000
MAX_IMPORT_NAMES: Final = 500
"""Different exercises in one file; more of them are sentences and no names."""
