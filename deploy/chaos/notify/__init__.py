"""Router and sender are killed at every line where they may die, again and again; then what arrived is counted."""
