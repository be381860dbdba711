"""What outsiders prove with their keys."""
