"""Who guides the work and how the cluster was chosen: postings, committees, candidates, the register of programmes."""
