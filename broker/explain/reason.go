package explain

import "mangrove/broker"

// reasonWords are what is said of a reason code behind a colon, by the name that the
// specification gives it.
var reasonWords = map[string]string{
	"connection accepted":                    "connection accepted",
	"unacceptable protocol version":          "this version of MQTT is not supported",
	"client identifier rejected":             "client id rejected",
	"server unavailable":                     "server unavailable",
	"bad user name or password":              "bad user name or password",
	"not authorized":                         "not authorized",
	"granted at QoS 0":                       "granted at QoS 0",
	"granted at QoS 1":                       "granted at QoS 1",
	"granted at QoS 2":                       "granted at QoS 2",
	"subscription refused":                   "subscription refused",
	"success":                                "success",
	"normal disconnection":                   "normal disconnection",
	"no matching subscribers":                "no matching subscribers",
	"no subscription existed":                "no subscription existed",
	"continue authentication":                "continue authentication",
	"unspecified error":                      "unspecified error",
	"malformed packet":                       "malformed packet",
	"protocol error":                         "protocol error",
	"implementation specific error":          "implementation specific error",
	"unsupported protocol version":           "this version of MQTT is not supported",
	"client identifier not valid":            "client id not valid",
	"server busy":                            "server busy",
	"banned":                                 "banned",
	"server shutting down":                   "server shutting down",
	"bad authentication method":              "bad authentication method",
	"keep alive timeout":                     "keep alive timeout",
	"session taken over":                     "session taken over",
	"topic filter invalid":                   "topic filter invalid",
	"topic name invalid":                     "topic name invalid",
	"packet identifier in use":               "packet identifier in use",
	"packet identifier not found":            "packet identifier not found",
	"receive maximum exceeded":               "receive maximum exceeded",
	"topic alias invalid":                    "topic alias invalid",
	"packet too large":                       "packet too large",
	"message rate too high":                  "message rate too high",
	"quota exceeded":                         "quota exceeded",
	"administrative action":                  "administrative action",
	"payload format invalid":                 "payload does not match its declared format",
	"retain not supported":                   "retained messages not supported",
	"QoS not supported":                      "QoS not supported",
	"use another server":                     "use another server",
	"server moved":                           "server moved",
	"shared subscriptions not supported":     "shared subscriptions not supported",
	"connection rate exceeded":               "connection rate exceeded",
	"maximum connect time":                   "maximum connect time reached",
	"subscription identifiers not supported": "subscription identifiers not supported",
	"wildcard subscriptions not supported":   "wildcard subscriptions not supported",
}

// reasonName is what is said of the code of a refusal, empty where MQTT does not define it.
func reasonName(r *broker.Refusal) string { return reasonWords[r.Name()] }

// olderReasonName is what is said of a return code that belongs to an older MQTT.
func olderReasonName(r *broker.Refusal) string { return reasonWords[r.OlderName()] }
