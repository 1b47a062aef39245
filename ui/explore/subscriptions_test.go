package explore

import (
	"strings"
	"testing"
	"time"

	"mangrove/broker"
)

// TestAnswersToSubscriptionsAreTold, each in words of its own.
func TestAnswersToSubscriptionsAreTold(t *testing.T) {
	status := broker.Status{Phase: broker.Connected, Version: broker.V5, Limits: broker.Limits{MaxQoS: 2}}
	for _, c := range []struct {
		grant broker.Grant
		want  string
	}{
		{broker.Grant{Subscription: broker.Subscription{Filter: "a", QoS: 1}}, "waiting for the broker"},
		{broker.Grant{Subscription: broker.Subscription{Filter: "a", QoS: 2}, Answered: true, Granted: 1}, "granted only QoS 1; QoS 2 was requested"},
		{broker.Grant{Subscription: broker.Subscription{Filter: "a", QoS: broker.BestQoS}, Answered: true, Granted: 2}, "granted QoS 2"},
		{broker.Grant{Subscription: broker.Subscription{Filter: "a"}, Answered: true,
			Denied: &broker.Refusal{Packet: "SUBACK", Version: broker.V5, Code: broker.NotAuthorized, Subject: "a"}}, "Refused. "},
		{broker.Grant{Subscription: broker.Subscription{Filter: "a/#"},
			Denied: &broker.Unanswered{Packet: "SUBSCRIBE", Subjects: []string{"a/#"}, After: 10 * time.Second}}, "did not answer the request to subscribe to a/# within 10 seconds"},
	} {
		if got, _ := grantWords(c.grant, status, broker.Address{}); !strings.Contains(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
