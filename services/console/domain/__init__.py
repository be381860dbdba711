"""What the console knows about files, sessions, decisions and cards: pure."""
