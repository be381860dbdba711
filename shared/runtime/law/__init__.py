"""Law and calendars as files: their form, what can be wrong with them, and what becomes of them."""
