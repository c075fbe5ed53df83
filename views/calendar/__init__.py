"""The calendar that several pages show and edit."""
