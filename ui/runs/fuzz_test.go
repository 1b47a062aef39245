package runs

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzDecode: whatever is in the file, what comes of it is bounded and can be
// written again.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"version":1,"active":-1,"tabs":[{"stored":"a","publish":{"topic":"t","bytes":"AAE="}}],"form":{"fields":[{"name":"Port"}]}}`))
	f.Add([]byte(`{"version":1}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		d, err := decode(content)
		if err != nil {
			return
		}
		all, err := json.Marshal(d)
		if err != nil || len(all) > 8*largestDraft || len(d.Tabs) > mostTabs {
			t.Errorf("%d bytes, %d tabs, %v", len(all), len(d.Tabs), err)
		}
	})
}

// FuzzCleaned: a report is text of a size, and has nothing of what was said.
func FuzzCleaned(f *testing.F) {
	f.Add("panic: runtime error: index out of range [5]\n\ngoroutine 1 [running]:\nmain.f(0x1)\n\t/a/b.go:12 +0x1f\n", "secret")
	f.Add("fatal error: all goroutines are asleep\n", "x\ngoroutine 1 [running]:\nfoo\n\tbar:1")
	f.Fuzz(func(t *testing.T, crash, said string) {
		report := cleaned(crash)
		if len(report) > 2*largestReport || !utf8.ValidString(report) {
			t.Errorf("%d bytes: %.200q", len(report), report)
		}
		line, _, _ := strings.Cut(said, "\n")
		if got := cleaned("panic: it said " + line + "\n\n"); got != "panic: "+leftOut+"\n" {
			t.Errorf("%q", got)
		}
	})
}
