"""The rules of telling: who is told what, in which words, and how the public register is chained."""
