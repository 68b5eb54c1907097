"""What the server holds, as a person reads it: records in words, their story, the queue, clusters in sums."""
