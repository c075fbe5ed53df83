# In production a change that users feel is signed by a second operator, once the estate names operators.
package cell_console.second_signature

import rego.v1

deny contains {"code": "signature-missing", "need": "signature", "values": {}} if {
	input.environment == "production"
	input.change.touches_users
	not input.change.retreats
	input.signatures.possible
	count(input.signatures.given) == 0
}

deny contains {"code": "signature-refused", "warns": true, "values": {"why": why}} if {
	input.environment == "production"
	count(input.signatures.given) == 0
	some why in input.signatures.refused
}
