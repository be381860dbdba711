"""Nominations: what was done, by whom, and whether the file is complete and lawful."""
