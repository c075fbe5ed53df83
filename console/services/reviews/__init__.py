"""Reviews and weekly reports: reading what they are made of, writing them, making them when they are due."""
