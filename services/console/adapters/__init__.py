"""How the console touches the world."""
