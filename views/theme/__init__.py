"""Theme: tokens as data, applied to palette, style sheet, icons and plots."""
