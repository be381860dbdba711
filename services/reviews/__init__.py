"""Reviews: is it right, and who decides? Cases, councils and their votes, decisions and awards."""
