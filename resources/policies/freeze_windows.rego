# While a freeze of the estate's calendars is on, nothing that users feel is changed; undoing and stopping may be done.
package cell_console.freeze_windows

import rego.v1

frozen contains entry if {
	some entry in input.calendar
	entry.kind == "freeze"
	applies(entry)
}

applies(entry) if count(entry.cells) == 0

# What belongs to no known cell may belong to any.
applies(_) if count(input.cells) == 0

applies(entry) if {
	some cell in entry.cells
	cell in input.cells
}

deny contains {"code": "frozen", "values": {"title": entry.title, "ends": entry.ends}} if {
	input.change.touches_users
	not input.change.retreats
	some entry in frozen
}
