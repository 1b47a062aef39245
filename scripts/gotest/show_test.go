package main

import (
	"strings"
	"testing"
)

func TestShow(t *testing.T) {
	for _, c := range []struct {
		name, events, want string
	}{
		{"what passed says nothing", `
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"output","Package":"p","Test":"TestA/one","Output":"    a_test.go:1: a note\n"}
{"Action":"pass","Package":"p","Test":"TestA/one","Elapsed":0.5}
{"Action":"output","Package":"p","Test":"TestA","Output":"--- PASS: TestA (1.50s)\n"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":1.5}
{"Action":"output","Package":"p","Output":"PASS\n"}
{"Action":"output","Package":"p","Output":"ok  \tp\t1.600s\n"}
{"Action":"pass","Package":"p","Elapsed":1.6}
`, "ok  \tp\t1.600s\ntook longest:\n    1.5 s  TestA in p\n"},
		{"what failed is shown, and what was not over", `
{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:1: a note\n"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0.1}
{"Action":"output","Package":"q","Test":"TestC","Output":"    c_test.go:1: of another package\n"}
{"Action":"output","Package":"p","Test":"TestB","Output":"    b_test.go:1: wrong\n"}
{"Action":"output","Package":"p","Test":"TestB","Output":"--- FAIL: TestB (3.00s)\n"}
{"Action":"fail","Package":"p","Test":"TestB","Elapsed":3}
{"Action":"output","Package":"p","Test":"TestD","Output":"panic: test timed out\n"}
{"Action":"output","Package":"p","Output":"FAIL\tp\t3.100s\n"}
{"Action":"fail","Package":"p","Elapsed":3.1}
`, "    b_test.go:1: wrong\n--- FAIL: TestB (3.00s)\npanic: test timed out\nFAIL\tp\t3.100s\ntook longest:\n    3.0 s  TestB in p\n"},
		{"what does not compile", `
{"ImportPath":"p","Action":"build-output","Output":"p/a.go:1: undefined: x\n"}
no event
{"Action":"output","Package":"p","Output":"FAIL\tp [build failed]\n"}
{"Action":"fail","Package":"p","Elapsed":0}
`, "p/a.go:1: undefined: x\nno event\nFAIL\tp [build failed]\n"},
		{"goroutines that were left", `
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0}
{"Action":"output","Package":"p","Output":"PASS\n"}
{"Action":"output","Package":"p","Output":"goleak: Errors on successful test run\n"}
{"Action":"output","Package":"p","Output":"exit status 1\n"}
{"Action":"output","Package":"p","Output":"FAIL\tp\t0.1s\n"}
{"Action":"fail","Package":"p","Elapsed":0.1}
`, "goleak: Errors on successful test run\nexit status 1\nFAIL\tp\t0.1s\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			s := newShow(&b)
			if err := s.read(strings.NewReader(strings.TrimPrefix(c.events, "\n"))); err != nil {
				t.Fatal(err)
			}
			s.list(slowest)
			if b.String() != c.want {
				t.Errorf("it shows\n%s\nin place of\n%s", b.String(), c.want)
			}
		})
	}
}

// TestRun runs go test on a module that fails.
func TestRun(t *testing.T) {
	var b strings.Builder
	if err := run(t.Context(), []string{"-run", "^$", "./nosuchpackage"}, &b); err == nil {
		t.Errorf("no error; it shows %s", b.String())
	}
}
