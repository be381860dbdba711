"""What is done with an event that was heard."""
