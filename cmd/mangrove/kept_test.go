package main

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

func TestMemoryInMegabytes(t *testing.T) {
	for given, want := range map[int64][2]int64{2000: {1_936_000_000, 64_000_000}, 400: {350_000_000, 50_000_000}, 64: {32_000_000, 32_000_000}} {
		main, system, err := (&windowOptions{history: 512, memory: given}).kept()
		if err != nil || main.Memory != want[0] || system.Memory != want[1] || main.Budget != 512_000_000 {
			t.Errorf("%d MB: %+v and %+v, %v", given, main, system, err)
		}
	}
	for _, given := range []int64{-1, 0, 63, math.MaxInt64} {
		if main, _, err := (&windowOptions{memory: given}).kept(); err == nil || !strings.Contains(err.Error(), "--memory") {
			t.Errorf("%d MB are %d bytes: %v", given, main.Memory, err)
		}
	}
}

// TestPrintedWithoutAValue prints a topic whose value was let go in every format.
func TestPrintedWithoutAValue(t *testing.T) {
	s := model.NewStore(model.Options{Memory: model.LeastMemory})
	film := bytes.Repeat([]byte("x"), 40_000_000)
	s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte("film"), Payload: film}, {Topic: []byte("small"), Payload: []byte("1")}}})
	s.Tree().Tick(time.Now())
	want := map[string]string{
		"tree": "film = (value discarded: too large for the memory limit, 40 MB)  [QoS 0, 1 message]",
		"json": `"letGo":40000000`,
		"csv":  "film,,,0,false,1,",
	}
	for format, words := range want {
		var out bytes.Buffer
		if err := printers[format](&out, &taken{store: s, address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883}, version: broker.V5}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), words) || strings.Count(out.String(), "etGo\":")+strings.Count(out.String(), "40000000") > 4 {
			t.Errorf("%s: %s", format, out.String())
		}
		if format == "json" && !json.Valid(out.Bytes()) {
			t.Error("no JSON")
		}
	}
	if said := letGo(s); said != "1 value discarded: too large for the memory limit; raise it with --memory" {
		t.Errorf("%q", said)
	}
	if said := letGo(model.NewStore(model.Options{})); said != "" {
		t.Errorf("of nothing: %q", said)
	}
}
