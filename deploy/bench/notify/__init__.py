"""`./dev bench notify`: webhooks and live streams as people and systems outside see them, everything on one machine."""
