"""Methods of cluster work as data: their steps and gates, and what their rules of funding allow."""
