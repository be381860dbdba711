"""What can be done with deeds."""
