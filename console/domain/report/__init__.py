"""What documents are made of: blocks of plain text, typed values and charts, the same for every format."""
