"""How fast the house is, as ratios against a baseline in the same run; nothing here is asserted by a test."""
