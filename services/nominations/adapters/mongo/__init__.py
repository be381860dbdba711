"""Nominations on MongoDB."""
