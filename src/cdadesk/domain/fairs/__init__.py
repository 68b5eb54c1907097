"""Joint fairs: who pays what, to the last paisa, and whether subsidy falls from fair to fair."""
