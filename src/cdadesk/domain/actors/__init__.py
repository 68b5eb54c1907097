"""Who there is in the cluster: firms, associations, institutions, buyers, and the people behind them."""
