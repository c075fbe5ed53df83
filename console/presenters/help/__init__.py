"""Help: what the user guide, the pages' help, the glossary and the entries of figures say; offline."""
