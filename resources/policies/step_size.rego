# In production no weight is raised by more than policy_limits.weight_step points at once. Undoing may go at once.
package cell_console.step_size

import rego.v1

deny contains {
	"code": "step-large",
	"values": {"name": w.name, "before": w.before, "after": w.after, "most": input.limits.weight_step},
} if {
	input.environment == "production"
	not input.change.retreats
	some w in input.numbers
	w.what in {"weight", "canary"}
	is_number(w.before)
	w.after - w.before > input.limits.weight_step
}
