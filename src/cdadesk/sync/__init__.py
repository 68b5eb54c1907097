"""One exchange with the server as named steps, and what carries it. The only place that speaks HTTP."""
