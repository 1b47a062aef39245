package charts

import (
	"compress/gzip"
	"errors"
	"strings"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/decode"
	"mangrove/ui/payloads"
)

// TestNumbersOfPayloads: what is neither JSON nor text is read as the payload view reads
// it, and what is has no second reading.
func TestNumbersOfPayloads(t *testing.T) {
	cbor := "\xa1\x64temp\x18\x2a" // {"temp": 42}
	for name, c := range map[string]struct {
		payload, path string
		rule          *decode.Rule
		want          float64
		read          bool
		topic         string
	}{
		"CBOR found":     {cbor, "temp", nil, 42, true, "a"},
		"CBOR asked for": {cbor, "temp", &decode.Rule{As: []decode.Format{decode.CBOR}}, 42, true, "a"},
		"a sensor":       {`{"data":"99040512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F"}`, "ruuvi.temperature", nil, 24.3, true, "ruuvi/gateway/tag"},
		"its gateway":    {`{"state":"online","uptime":42}`, "uptime", nil, 0, false, "ruuvi/gateway/status"},
		"JSON":           {`{"temp":42}`, "temp", nil, 0, false, "a"},
		"a number":       {"42", "", nil, 0, false, "a"},
		"a text":         {"hello", "", nil, 0, false, "a"},
	} {
		r := payloads.Reading{Topic: c.topic, Rule: c.rule}
		tree := r.Tree(&model.Entry{Position: 1, At: time.Unix(1, 0), Payload: []byte(c.payload)})
		if (tree != nil) != c.read {
			t.Errorf("%s: read %t", name, tree != nil)
			continue
		}
		if tree == nil {
			continue
		}
		if got, ok := tree.Number(tree.Find(c.path)); !ok || got != c.want {
			t.Errorf("%s: %v, %t", name, got, ok)
		}
	}
}

// TestOfferedNumbersAreOfWhatIsSmall: the goroutine that draws looks for them.
func TestOfferedNumbersAreOfWhatIsSmall(t *testing.T) {
	packed := func(size int) string {
		var out strings.Builder
		w := gzip.NewWriter(&out)
		_, err := w.Write([]byte(`{"n":1}` + strings.Repeat(" ", size)))
		if err := errors.Join(err, w.Close()); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	b := newBench(t)
	for topic, c := range map[string]struct {
		payload string
		offered int
	}{
		"small":           {`{"n":1}`, 1},
		"large":           {`{"n":1}` + strings.Repeat(" ", largestOffered), 0},
		"packed":          {packed(1), 1},
		"packed to burst": {packed(mostUnpacked), 0},
	} {
		b.send(topic, c.payload)
		b.step()
		if got := b.offered(topic); len(got) != c.offered {
			t.Errorf("%s: %v", topic, got)
		}
	}
}
