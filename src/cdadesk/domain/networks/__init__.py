"""Networks: who belonged to them and when, how they meet, and what was agreed to be done."""
