"""Reading iCalendar files (RFC 5545) that somebody else wrote: bounded, and only what calendars of estates can say."""
