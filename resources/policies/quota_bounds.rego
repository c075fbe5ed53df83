# A quota or limit is neither taken away, nor set to nothing, nor raised beyond policy_limits.quota_factor times at once.
package cell_console.quota_bounds

import rego.v1

quotas := [one | some one in input.numbers; one.what == "quota"]

deny contains {
	"code": "quota-large",
	"values": {"name": q.name, "before": q.before, "after": q.after, "factor": input.limits.quota_factor},
} if {
	not input.change.retreats
	some q in quotas
	is_number(q.before)
	is_number(q.after)
	q.before > 0
	q.after > q.before * input.limits.quota_factor
}

deny contains {"code": "quota-none", "values": {"name": q.name, "before": q.before}} if {
	input.environment == "production"
	not input.change.retreats
	some q in quotas
	q.after == 0
	is_number(q.before)
	q.before > 0
}

deny contains {"code": "quota-gone", "values": {"name": q.name}} if {
	input.environment == "production"
	not input.change.retreats
	some q in quotas
	q.after == null
	is_number(q.before)
}
