package decode

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// TestLargeJSON takes no more than three times its size, whatever it is made of: what would
// take more is a text, with the reason why it has no tree.
func TestLargeJSON(t *testing.T) {
	size, most := 250_000_000, uint64(750_000_000)
	if testing.Short() {
		size /= 10
	}
	for name, element := range map[string]func(i int) string{
		"messages":   func(i int) string { return fmt.Sprintf(`{"t":%d,"v":%d.5,"name":"sensor-%d"}`, i, i%100, i) },
		"digits":     func(int) string { return "1" },
		"lists":      func(int) string { return "[[]]" },
		"long texts": func(int) string { return `"` + strings.Repeat("x", 1_000_000) + `"` },
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			b.Grow(size + 2_000_000)
			b.WriteString("[" + element(0))
			for i := 1; b.Len() < size; i++ {
				b.WriteString("," + element(i))
			}
			b.WriteByte(']')
			payload := b.Bytes()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r := Payload(Input{Payload: payload})
			runtime.ReadMemStats(&after)
			if took := after.TotalAlloc - before.TotalAlloc; took > most {
				t.Errorf("%d bytes take %d", len(payload), took)
			}
			if r.Format() != JSON && (r.Problem == nil || r.Problem.As != JSON) {
				t.Errorf("it is %v because %v, and nothing says why it is no JSON", r.As, r.Because)
			}
		})
	}
}
