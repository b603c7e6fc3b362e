"""The suite of the first house, mapped onto the second: `python -m tools.old_suite FOLDER`."""
