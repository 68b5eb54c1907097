"""Issues: the square on which they are weighed, the trees of their causes, and each with who said so."""
