# In production nothing new is released to a cell whose error budget is spent; nobody knowing it is a warning.
package cell_console.error_budget

import rego.v1

judged if {
	input.environment == "production"
	input.change.releases
	not input.change.retreats
}

deny contains {"code": "budget-spent", "values": {"objective": b.objective, "cell": b.cell, "left": b.left * 100}} if {
	judged
	some b in input.budgets
	is_number(b.left)
	b.left <= input.limits.least_budget
}

deny contains {"code": "budget-unknown", "warns": true, "values": {"objective": b.objective, "cell": b.cell}} if {
	judged
	some b in input.budgets
	b.left == null
}
