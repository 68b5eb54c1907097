"""The exchange beside all else: run by hand or by itself, and what the system says of the network."""
