"""What the console can change at Cloudflare: one performer per operation."""
