"""Networks: who belongs to them and when, how they meet, and logging a meeting."""
