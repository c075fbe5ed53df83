# In production a change says why. Undoing says it by itself.
package cell_console.production_reason

import rego.v1

deny contains {"code": "reason-missing", "need": "reason", "values": {}} if {
	input.environment == "production"
	not input.change.retreats
	trim_space(input.change.reason) == ""
}
