"""Property tests of the parser judge what is read, never how fast."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
