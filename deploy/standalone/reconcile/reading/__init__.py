"""How the facts of a world are read: from the stores first, then from the topics, then from the groups."""
