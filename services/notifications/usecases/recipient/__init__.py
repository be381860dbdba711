"""What a reader does."""
