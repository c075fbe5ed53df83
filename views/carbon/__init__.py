"""The Carbon page: how clean the electricity is, what the cells emit, and where and when batch work is greenest."""
