"""The diagnostic study: what it is made of, kind by kind, and the paper that comes out of it."""
