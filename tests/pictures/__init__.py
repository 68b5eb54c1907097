"""Pictures of every place, to be looked at by people."""
