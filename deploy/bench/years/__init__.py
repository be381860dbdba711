"""Five years of files, and how long people wait for answers when there are few and when there are many."""
