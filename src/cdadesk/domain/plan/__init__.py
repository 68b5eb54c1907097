"""Where a cluster wants to go, and the plan that leads there: vision, and action plan in revisions."""
