"""The cluster map: who is linked with whom, today, later and as people wish it."""
