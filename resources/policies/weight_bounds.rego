# Weights stay within the bounds of the estate (policy_limits.least_weight and most_weight), and spread everything.
package cell_console.weight_bounds

import rego.v1

weights := [one | some one in input.numbers; one.what == "weight"]

deny contains {"code": "weight-low", "values": {"name": w.name, "after": w.after, "least": input.limits.least_weight}} if {
	some w in weights
	w.after < input.limits.least_weight
	w.after != 0
	not input.change.retreats
}

deny contains {"code": "weight-high", "values": {"name": w.name, "after": w.after, "most": input.limits.most_weight}} if {
	some w in weights
	w.after > input.limits.most_weight
	not input.change.retreats
}

deny contains {"code": "weight-sum", "values": {"sum": total}} if {
	count(weights) > 0
	total := sum([w.after | some w in weights])
	abs(total - 100) > 0.01
}
