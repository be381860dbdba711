"""How notifications touches the world."""
