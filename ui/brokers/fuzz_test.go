package brokers

import (
	"math"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/facts"
	"mangrove/model"
)

// FuzzFacts: whatever a broker says of itself, it is shown on a short line, and no
// figure is one that cannot be drawn.
func FuzzFacts(f *testing.F) {
	for _, seed := range []string{"mosquitto version 2.0.11", "3725 seconds", "-1", "1e400", "NaN", "Inf", "99999999999999999999", "1 days, 2 hours", "0x1p-2", "\x1b[0m"} {
		f.Add(seed, "7", "version")
		f.Add(seed, seed, "uptime")
		f.Add("1", seed, "heap/current")
		f.Add(seed, "2", "publish/messages/dropped")
		f.Add(seed, "3", "bytes/received")
	}
	f.Fuzz(func(t *testing.T, first, then, name string) {
		o := broker.Opened{Store: model.NewStore(model.Options{}), System: model.NewStore(model.Options{})}
		b := facts.New(o)
		for i, value := range []string{first, then} {
			at := time.Unix(int64(10*(i+1)), 0)
			var all []model.Message
			for _, topic := range []string{"$SYS/broker/" + name, "$SYS/brokers/x/" + name} {
				if len(topic) < 65_536 && !strings.Contains(topic, "\x00") {
					all = append(all, msg(topic, value))
				}
			}
			o.System.Apply(model.Batch{At: at, Messages: all})
			b.Update(at)
		}
		b.Dropped()
		for i := range facts.Figures {
			fact := b.Figure(i)
			words := factWords(fact, i.Kind())
			if len(words) > 2100 || strings.HasPrefix(words, "-") && i.Kind() != facts.Text && i.Kind() != facts.Time && fact.Value >= 0 {
				t.Errorf("%s: %v is shown as %q", figureNames[i], fact.Value, words)
			}
			for _, v := range append(fact.Past, fact.Value, fact.PerSecond) {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Errorf("%s: %v is drawn, of %q and %q", figureNames[i], v, first, then)
				}
			}
		}
	})
}
