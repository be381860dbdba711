"""Figures of a week or a month, told to those who lead a unit."""
