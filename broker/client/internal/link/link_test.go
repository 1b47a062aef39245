package link

import (
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
)

func TestSilenceIsOneAndAHalfKeepAlives(t *testing.T) {
	for keepAlive, want := range map[time.Duration]time.Duration{
		0: 0, time.Second: 1500 * time.Millisecond, 10 * time.Second: 15 * time.Second,
		11 * time.Second: 17 * time.Second, 30 * time.Second: 45 * time.Second,
	} {
		if got := SilenceLimit(keepAlive); got != want {
			t.Errorf("silence(%v) = %v, want %v", keepAlive, got, want)
		}
	}
}

func TestPacketSizeIsWhatIsSent(t *testing.T) {
	wiretest.EachVersion(t, func(t *testing.T, version broker.Version) {
		for _, n := range []int{0, 1, 110, 120, 127, 128, 16_370, 16_384, 2_097_100, 2_097_152} {
			for qos := range byte(3) {
				p := broker.Publication{Topic: "some/topic", Payload: make([]byte, n), QoS: qos}
				want := len(wiretest.Message(version, qos<<1, 1).Packet(p.Topic, string(p.Payload)))
				if got := PublishSize(p, version); got != want {
					t.Errorf("payload %d, QoS %d: %d bytes, want %d", n, qos, got, want)
				}
			}
		}
	})
}

// TestWordsOfVerdictsWithoutEnd: what a broker says in words with a SUBACK or UNSUBACK
// is kept as Words makes it, which cuts it.
func TestWordsOfVerdictsWithoutEnd(t *testing.T) {
	said := broker.Redactor{}.Words(strings.Repeat("x", 60_000))
	for _, v := range verdicts5([]byte{0x87, 0}, said) {
		if len(v.Reason) > broker.LongestText+40 || !strings.HasPrefix(v.Reason, "xxx") || !strings.HasSuffix(v.Reason, " B)") {
			t.Errorf("code 0x%02X: %d bytes are kept", v.Code, len(v.Reason))
		}
	}
}
