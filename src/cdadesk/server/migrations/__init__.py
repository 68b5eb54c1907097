"""The steps by which the server's database came to its present shape."""
