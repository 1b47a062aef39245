package profiles

import (
	"fmt"
	"runtime"
	"testing"
)

// TestReadingTakesLittle: to read a file of many connections takes room for them and for
// a few copies of its text, since another program may write it again and again.
func TestReadingTakesLittle(t *testing.T) {
	const count = 15_000
	content := []byte(`{"version":3,"profiles":[`)
	for i := range count {
		if i > 0 {
			content = append(content, ',')
		}
		content = fmt.Appendf(content, `{"id":"%016x","name":"n%d","folder":"%0200d","address":{"scheme":"mqtt","host":"h","port":1}}`, i, i, i)
	}
	content = append(content, "]}"...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	all, err := decode(content)
	runtime.ReadMemStats(&after)
	if err != nil || len(all) != count {
		t.Fatalf("%d connections, %v", len(all), err)
	}
	t.Logf("%d bytes for each of the file", (after.TotalAlloc-before.TotalAlloc)/uint64(len(content)))
	if took := after.TotalAlloc - before.TotalAlloc; took > 12*uint64(len(content)) {
		t.Errorf("%d MB for a file of %d MB", took>>20, len(content)>>20)
	}
}
