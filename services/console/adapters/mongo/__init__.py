"""Read models, sessions and drafts on MongoDB."""
