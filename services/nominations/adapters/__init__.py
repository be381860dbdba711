"""How nominations touches the world."""
