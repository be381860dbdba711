"""The rules of nominations."""
