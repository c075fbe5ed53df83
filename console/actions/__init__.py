"""Actions: what the user can do, declared once; palette, menus and shortcuts are derived from them."""
