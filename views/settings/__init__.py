"""Parts of the page on connections and settings."""
