"""How reviews touches the world."""
