"""What all tests share."""

from hypothesis import settings

# A busy machine is no fault of the code, so no example has a deadline; the size of examples keeps tests short.
settings.register_profile("shouwang", deadline=None)
settings.load_profile("shouwang")
