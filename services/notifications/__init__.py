"""Notifications: who must know, and whether they heard."""
