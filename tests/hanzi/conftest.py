"""Settings for this room's property tests: dictionaries are loaded in the first example, so no example is timed."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("hanzi", deadline=None)
settings.load_profile("hanzi")
