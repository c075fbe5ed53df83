# Replicas stay below policy_limits.most_replicas and grow at most by replica_factor at once; production keeps one.
package cell_console.replica_bounds

import rego.v1

replicas := [one | some one in input.numbers; one.what == "replicas"]

deny contains {"code": "replicas-many", "values": {"after": r.after, "most": input.limits.most_replicas}} if {
	not input.change.retreats
	some r in replicas
	r.after > input.limits.most_replicas
}

deny contains {
	"code": "replicas-leap",
	"values": {"before": r.before, "after": r.after, "factor": input.limits.replica_factor},
} if {
	not input.change.retreats
	some r in replicas
	is_number(r.before)
	r.before > 0
	r.after > 10
	r.after > r.before * input.limits.replica_factor
}

deny contains {"code": "replicas-none", "values": {}} if {
	input.environment == "production"
	input.change.operation == "scale"
	not input.change.retreats
	some r in replicas
	r.after == 0
	is_number(r.before)
	r.before > 0
}
