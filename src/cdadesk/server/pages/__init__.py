"""The server's web pages: what came in, read and answered by advisors; sums for the programme; users and laptops."""
