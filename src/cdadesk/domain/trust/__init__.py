"""Trust as it can be seen: the ladder, the figure drawn from it, and what that figure does not claim."""
