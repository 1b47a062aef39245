package importing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"mangrove/broker/profiles"
)

// slack is what a small text may take, in bytes: regular expressions keep less for
// use again under the race detector.
const slack = 500 << 20

// TestBounds: whatever is in a file, it takes no more memory than a few times
// its size, or of a small one what does no harm.
func TestBounds(t *testing.T) {
	repeat := strings.Repeat
	sub := "\nmosquitto_sub -h a.example -t x"
	for name, text := range map[string]string{
		"too large":              repeat(" ", Largest+1),
		"no text":                repeat("\x00\x01\x02", 1_000_000),
		"lists in lists":         repeat("[", 10_000_000),
		"objects in objects":     repeat(`{"a":`, 2_000_000),
		"lists in a connection":  `[{"host": "h", "will": ` + repeat("[", 5_000_000) + `}]`,
		"many numbers":           "[" + repeat("7,", 20_000_000) + "7]",
		"many connections":       "[" + repeat(`{"host":"h"},`, 3_000_000) + `{"host":"h"}]`,
		"many fields":            "{" + repeat(`"a":1,`, 5_000_000) + `"b":1}`,
		"long text":              repeat("mosquitto_sub -h h ", 1_000_000),
		"brackets":               repeat("(", 99_000) + sub,
		"closed brackets":        repeat("( ", 30_000) + "true" + repeat(")", 30_000) + sub,
		"substitutions":          "x=" + repeat("$(", 49_000) + sub,
		"quoted substitutions":   "x=" + repeat(`"$(`, 32_000) + sub,
		"branches":               repeat("if ", 32_000) + sub,
		"blocks":                 repeat("{ ", 49_000) + sub,
		"pipes":                  repeat("a|", 49_000) + "b" + sub,
		"doubled text":           "x=aaaaaaaa\n" + repeat("x=$x$x$x$x\n", 5_000) + sub + " -u $x",
		"long word":              "x=" + repeat("a", 40_000) + "\ny=" + repeat("$x", 20_000) + sub,
		"numbers in braces":      "echo {1..100000000}" + sub,
		"lists in braces":        "echo " + repeat("{a,b}", 10_000) + sub,
		"loops in loops":         repeat("for i in 1 2 3 4 5 6 7 8 9; do ", 300) + "x=$i;" + repeat("done;", 300) + sub,
		"function without end":   "f() { f; f; }; f" + sub,
		"shells in shells":       repeat("sh -c \"", 1000) + sub,
		"open quote":             "mosquitto_sub -h '" + repeat("a", 90_000),
		"carets":                 repeat("^\n", 49_000) + sub,
		"variables of Windows":   "@echo off\n" + repeat("%A%", 30_000) + sub,
		"curly quotes":           repeat(" “", 40_000) + sub,
		"placeholders":           repeat("<a>", 33_000) + sub,
		"blanks before brackets": repeat("<a ", 33_000) + sub,
		"texts of several lines": "$a = 1\n" + repeat("@\"\nx\n\"@ ", 11_000) + sub,
		"outputs of PowerShell":  "$a = 1\n" + repeat("$(", 4_900) + repeat("a", 80_000) + sub,
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := Parse([]byte(text))
			runtime.ReadMemStats(&after)
			if made := after.TotalAlloc - before.TotalAlloc; made > uint64(20*len(text)+slack) {
				t.Errorf("%d bytes take %d MB: %v", len(text), made>>20, err)
			}
		})
	}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	// A terabyte, which takes no room, or as much as is too large where there is none.
	if os.Truncate(large, 1<<40) != nil {
		if err := os.Truncate(large, Largest+1); err != nil {
			t.Fatal(err)
		}
	}
	good := filepath.Join(dir, "good")
	if err := os.WriteFile(good, []byte("mqtt://h"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, says := range map[string]string{
		large: "larger than 50 MB", dir: "not a file", filepath.Join(dir, "none"): "choose another", good: "",
	} {
		content, err := ReadFile(path)
		if says == "" && (err != nil || string(content) != "mqtt://h") || says != "" && (err == nil || !strings.Contains(told(err), says)) {
			t.Errorf("%s: %q, %v", path, content, err)
		}
	}
}

// many is an export with connections that have a secret each.
func many(n int) []byte {
	list := make(map[string]any, n)
	for i := range n {
		list[fmt.Sprint(i)] = map[string]any{
			"name": fmt.Sprintf("plant %d", i), "host": "h.example", "port": 1883, "protocol": "mqtt", "order": i, "password": "s3cr3t", "username": "u",
			"subscriptions": []any{map[string]any{"topic": "#", "qos": 0}}, "certValidation": true,
		}
	}
	content, err := json.Marshal(map[string]any{"ConnectionManager_connections": list})
	if err != nil {
		panic(err)
	}
	return content
}

// BenchmarkImport reads and stores 5,000 connections.
func BenchmarkImport(b *testing.B) {
	content := many(5000)
	b.ReportAllocs()
	for b.Loop() {
		all, err := Parse(bytes.Clone(content))
		if err != nil || len(all) != 5000 {
			b.Fatal(len(all), err)
		}
		book, err := profiles.Open(b.TempDir(), new(profiles.Memory))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := book.CreateAll(Drafts(all)); err != nil {
			b.Fatal(err)
		}
	}
}
