"""What notifications keeps in MongoDB."""
