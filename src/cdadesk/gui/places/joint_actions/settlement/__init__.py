"""The account of a fair: who pays how much and why, whether the sums agree, its approval and its papers."""
