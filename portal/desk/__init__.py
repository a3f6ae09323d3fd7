"""The community manager's day and the member's home: reads all features, writes none."""
