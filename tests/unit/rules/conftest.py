"""Property tests of the level engine, which say what holds and not how fast."""

from hypothesis import settings

# Two busy cores can make any example slow; tests here are never about time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
