"""Hypothesis without a clock: a loaded machine finds the same faults as an idle one."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "core",
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("core")
