"""Any order of whatever people, lines, disks and administrators do: in the end nothing is lost and all see the same."""
