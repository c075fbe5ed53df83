"""Small controllers that keep the objects of the lab cluster true."""
