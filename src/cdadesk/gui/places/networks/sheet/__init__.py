"""The sheet on which one meeting is logged, from top to bottom in the order in which it happens."""
