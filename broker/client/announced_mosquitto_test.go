package client

import (
	"errors"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/explain"
)

// TestAMosquittoWithLimits: what a real broker announces is obeyed, and a will
// that it does not take is explained.
func TestAMosquittoWithLimits(t *testing.T) {
	modest := brokertest.Start(t, brokertest.Options{
		Lines:    []string{"retain_available false", "max_packet_size 300", "max_keepalive 20", "max_inflight_messages 3"},
		Listener: []string{"max_qos 1"},
	})
	profile := mosquittoProfile(t, modest, broker.V5)
	profile.KeepAlive = broker.KeepAliveOff
	profile.Subscriptions = []broker.Subscription{{Filter: "a/#", QoS: 2}, {Filter: strings.Repeat("x", 300)}}
	s := connectFake(t, profile, &wiretest.Keeper{})
	status := answered(t, s)
	l := status.Limits
	if l.MaxQoS != 1 || !l.NoRetain || l.MaxPacket != 300 || l.KeepAlive != 20*time.Second || l.ReceiveMaximum != 3 {
		t.Errorf("told %+v", l)
	}
	if subs := status.Subscriptions; subs[0].Granted != 1 || subs[0].Denied != nil || !errors.Is(subs[1].Denied, broker.ErrBeyondLimits) {
		t.Errorf("granted %+v", subs)
	}
	for name, p := range map[string]broker.Publication{
		"QoS":    {Topic: "t", QoS: 2},
		"retain": {Topic: "t", Retain: true},
		"size":   {Topic: "t", Payload: make([]byte, 300)},
	} {
		if _, err := s.Publish(t.Context(), p); !errors.Is(err, broker.ErrBeyondLimits) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if now := s.Status(); now.Phase != broker.Connected || !now.Since.Equal(status.Since) {
		t.Errorf("the connection did not hold: %+v", now)
	}
}

// TestAMosquittoRefusesWills: before MQTT 5 it can only hang up.
func TestAMosquittoRefusesWills(t *testing.T) {
	modest := brokertest.Start(t, brokertest.Options{Lines: []string{"retain_available false"}, Listener: []string{"max_qos 1"}})
	for name, c := range map[string]struct {
		will broker.Publication
		code byte
		says string
	}{
		"QoS":    {broker.Publication{Topic: "w", QoS: 2}, broker.QoSUnsupported, "lower QoS for the last will"},
		"retain": {broker.Publication{Topic: "w", Retain: true}, broker.RetainUnsupported, "Switch off Retain for the last will"},
	} {
		for _, version := range []broker.Version{broker.V5, broker.Auto} {
			profile := mosquittoProfile(t, modest, version)
			profile.ClientID, profile.Once, profile.Will = "", false, &broker.Will{Publication: c.will}
			status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped)
			refused(t, status.Problem, "CONNACK", c.code)
			if said := explain.Error(status.Problem, profile.Address); !strings.Contains(said, c.says) {
				t.Errorf("%s with %s: it says %q", name, version, said)
			}
		}
		profile := mosquittoProfile(t, modest, broker.V311)
		profile.Will = &broker.Will{Publication: c.will}
		status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped)
		if said := explain.Error(status.Problem, profile.Address); !strings.Contains(said, "may not accept the last will") {
			t.Errorf("%s with 3.1.1, which has no code for it: it says %q", name, said)
		}
	}
}
