"""Tickets for live streams in browsers."""
