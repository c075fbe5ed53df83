"""Actions: what the user can do, declared once; palette, sheet of keys and shortcuts are derived from them."""
