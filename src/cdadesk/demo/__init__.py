"""An illustrative profile: the Jaipur cluster as papers describe it, filled up with inventions, told like real work."""
