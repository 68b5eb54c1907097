"""What is found out about a cluster: who said what, what stands in the way, and what is asked for."""
