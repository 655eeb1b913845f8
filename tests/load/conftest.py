"""Settings of the property tests: no test here measures time."""

from hypothesis import settings

settings.register_profile("load", deadline=None)
settings.load_profile("load")
