"""The twelve invariants, one pure function over facts each. Which they are and why: `docs/promises.md`."""
