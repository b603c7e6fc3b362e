"""How long a machine of people runs: a little at each change, long with `--everything`.

Both runs are the same each time, so that a change is judged by the change alone. Whoever wants
other ways takes `derandomize` out here, and `--hypothesis-seed=N` repeats them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

_ALWAYS: dict[str, Any] = {
    "deadline": None,
    "derandomize": True,
    "phases": [Phase.generate, Phase.shrink],
    "database": None,
    "suppress_health_check": list(HealthCheck),
}
LONG = settings(max_examples=20, stateful_step_count=50, **_ALWAYS)


def in_profiles(examples: int, steps: int) -> pytest.MarkDecorator:
    """Run a test with a short `profile` of so many stories, and with the long one."""
    short = settings(max_examples=examples, stateful_step_count=steps, **_ALWAYS)
    long = pytest.param(LONG, id="long", marks=pytest.mark.slow)
    return pytest.mark.parametrize("profile", [pytest.param(short, id="short"), long])


def run(machine: Callable[[], RuleBasedStateMachine], profile: settings) -> None:
    """Run stories of a machine, each in a world that `machine` makes."""
    run_state_machine_as_test(machine, settings=profile)
