package sent

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/kept"
)

// writes has this test be the program that writes to a history in that folder until it is
// killed.
const writes = "MANGROVE_TEST_SENT"

func TestMain(m *testing.M) {
	if dir := os.Getenv(writes); dir != "" {
		writeForEver(dir)
	}
	goleak.VerifyTestMain(m)
}

// writeForEver tells of each entry once it is kept.
func writeForEver(dir string) {
	h := NewHistory(dir, Usual)
	for i := 0; ; i++ {
		if err := h.Add(Entry{ID: fmt.Sprintf("%d-%d", os.Getpid(), i), At: time.Now(), Draft: draft.Draft{Topic: "a", Text: strings.Repeat("x", i%9000)}}); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Printf("%d-%d\n", os.Getpid(), i)
	}
}

func topics(t *testing.T, h *History) (all []string) {
	t.Helper()
	entries, err := h.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, e.Draft.Topic)
	}
	return all
}

func add(t *testing.T, h *History, topics ...string) {
	t.Helper()
	for _, topic := range topics {
		if err := h.Add(Entry{At: time.Now(), Draft: draft.Draft{Topic: topic}}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestWhatIsSentIsKept as it was typed, for the next run.
func TestWhatIsSentIsKept(t *testing.T) {
	dir := t.TempDir()
	at := time.Now().UTC()
	e := Entry{
		ID: "1", At: at, Connection: "c", Address: "mqtt://h:1883", Environment: "e",
		Draft: draft.Draft{Topic: "a/{{.site}}", Text: `{"t":{{now}}}`, As: "json", QoS: 1, Retain: true, Template: true,
			Properties: &draft.Properties{ContentType: "x", CorrelationData: []byte{0, 255}, User: []broker.UserProperty{{Name: "n", Value: "v"}}}},
		Outcome: Outcome{State: Acknowledged, Code: 0x10, Took: 12 * time.Millisecond},
	}
	if err := NewHistory(dir, Usual).Add(e); err != nil {
		t.Fatal(err)
	}
	all, err := NewHistory(dir, Usual).All()
	if err != nil || len(all) != 1 || !reflect.DeepEqual(all[0], e) {
		t.Fatalf("got %+v, %v; want %+v", all, err, e)
	}
	info, err := os.Stat(filepath.Join(dir, fileName))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has the mode %v, %v", info.Mode(), err)
	}
}

func TestWhatIsNotKeptIsMarked(t *testing.T) {
	large := strings.Repeat("x", LargestPayload+1)
	for _, c := range []struct {
		name  string
		draft draft.Draft
		left  int
		whole bool
		topic string
	}{
		{"small", draft.Draft{Topic: "t", Text: "x"}, 0, true, "t"},
		{"large text", draft.Draft{Topic: "t", Text: large}, len(large), false, "t"},
		{"large bytes", draft.Draft{Topic: "t", Bytes: []byte(large)}, len(large), false, "t"},
		{"no text", draft.Draft{Topic: "t", Text: "\xff"}, 0, true, "t"},
		{"no text in a template", draft.Draft{Topic: "t", Text: "\xff", Template: true}, 0, false, "t"},
		{"no text as a topic", draft.Draft{Topic: "t\xff"}, 0, false, "t�"},
		{"properties", draft.Draft{Topic: "t", Properties: &draft.Properties{ContentType: strings.Repeat("x", largestRest)}}, 0, false, "t"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := NewHistory(t.TempDir(), Usual)
			if err := h.Add(Entry{Draft: c.draft}); err != nil {
				t.Fatal(err)
			}
			all, err := h.All()
			if err != nil || len(all) != 1 {
				t.Fatalf("got %d entries, %v", len(all), err)
			}
			if e := all[0]; e.Left != c.left || e.Whole() != c.whole || e.Draft.Topic != c.topic {
				t.Errorf("left %d, whole %v, topic %q; want %d, %v, %q", e.Left, e.Whole(), e.Draft.Topic, c.left, c.whole, c.topic)
			}
			if info, err := os.Stat(h.file.Path); err != nil || info.Size() > longestLine {
				t.Errorf("the file has %d bytes, %v", info.Size(), err)
			}
		})
	}
}

// TestTheOldestGo when there are too many, or they are too large.
func TestTheOldestGo(t *testing.T) {
	for _, c := range []struct {
		name   string
		limits Limits
		text   string
	}{{"too many", Limits{10, 1 << 20}, ""}, {"too large", Limits{1000, 10_000}, strings.Repeat("x", 500)}} {
		t.Run(c.name, func(t *testing.T) {
			h := NewHistory(t.TempDir(), c.limits)
			for i := range 100 {
				if err := h.Add(Entry{Draft: draft.Draft{Topic: fmt.Sprint(i), Text: c.text}}); err != nil {
					t.Fatal(err)
				}
				all, err := h.All()
				if err != nil || len(all) == 0 || all[0].Draft.Topic != fmt.Sprint(i) || len(all) > c.limits.Entries {
					t.Fatalf("after %d there are %d, %v", i, len(all), err)
				}
				if info, err := os.Stat(h.file.Path); err != nil || info.Size() > c.limits.Bytes {
					t.Fatalf("the file has %d bytes, %v", info.Size(), err)
				}
			}
			if n := len(topics(t, h)); n < 8 {
				t.Errorf("%d are left", n)
			}
		})
	}
}

// TestTwoWindows write to the same history at a time, and trim it.
func TestTwoWindows(t *testing.T) {
	dir := t.TempDir()
	const each, windows = 60, 4
	var all sync.WaitGroup
	for w := range windows {
		h := NewHistory(dir, Limits{each*windows - 20, 1 << 20})
		all.Go(func() {
			for i := range each {
				if err := h.Add(Entry{At: time.Now(), Draft: draft.Draft{Topic: fmt.Sprint(w, " ", i)}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	got := topics(t, NewHistory(dir, Usual))
	if len(got) < (each*windows-20)*9/10 {
		t.Fatalf("%d are left", len(got))
	}
	seen := make(map[string]bool)
	for _, topic := range got {
		if seen[topic] {
			t.Errorf("%s is there twice", topic)
		}
		seen[topic] = true
	}
}

// TestKilled has a program that writes killed at any moment: what it has told of is there,
// and another goes on.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	times := 50
	if testing.Short() {
		times = 10
	}
	for range times {
		told := killedAfter(t, dir, 1+rand.IntN(60))
		entries, err := NewHistory(dir, Usual).All()
		if err != nil {
			t.Fatal(err)
		}
		kept := make(map[string]bool)
		for _, e := range entries {
			kept[e.ID] = true
		}
		for _, id := range told {
			if !kept[id] {
				t.Fatalf("%s is lost, of %d that were told", id, len(told))
			}
		}
	}
	asides, err := filepath.Glob(filepath.Join(dir, "*broken*"))
	if err != nil || len(asides) > 0 {
		t.Errorf("put aside: %v, %v", asides, err)
	}
}

// killedAfter starts a program that writes, kills it after it has told of so many entries,
// and gives what it has told.
func killedAfter(t *testing.T, dir string, n int) (told []string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), writes+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if told = append(told, lines.Text()); len(told) == n {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = cmd.Wait() // it was killed
	if len(told) < n {
		t.Fatalf("it has told %q", told)
	}
	return told
}

// TestTornFiles are gone on with, or put aside, or left as they are.
func TestTornFiles(t *testing.T) {
	line := `{"id":"1","at":"2026-01-01T00:00:00Z","address":"","draft":{"topic":"old"},"outcome":{"state":"sent"}}`
	for _, c := range []struct {
		name, content string
		want          []string // topics after one more, "new"
		code          kept.Code
		aside         bool
	}{
		{"nothing", "", []string{"new"}, "", false},
		{"a part of the first line", `{"se`, []string{"new"}, "", false},
		{"first line without its end", `{"sent":1}`, []string{"new"}, "", false},
		{"whole", `{"sent":1}` + "\n" + line + "\n", []string{"new", "old"}, "", false},
		{"a part of an entry", `{"sent":1}` + "\n" + line + "\n" + line[:40], []string{"new", "old"}, "", false},
		{"no end of line", `{"sent":1}` + "\n" + line, []string{"new", "old"}, "", false},
		{"zeros", `{"sent":1}` + "\n" + line + "\n\x00\x00\x00", []string{"new", "old"}, "", false},
		{"another file", "hello\n" + line + "\n", []string{"new"}, kept.Moved, true},
		{"newer", `{"sent":2}` + "\n" + line + "\n", nil, kept.Newer, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := NewHistory(t.TempDir(), Usual)
			if err := os.WriteFile(h.file.Path, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			err := h.Add(Entry{Draft: draft.Draft{Topic: "new"}})
			if c.code == "" && err != nil || c.code != "" && !kept.Is(err, c.code) {
				t.Fatalf("got %v", err)
			}
			asides, _ := filepath.Glob(h.file.Path + ".broken-*") // the pattern is a good one
			if (len(asides) > 0) != c.aside {
				t.Errorf("put aside: %v", asides)
			}
			if c.code == kept.Newer {
				if content, err := os.ReadFile(h.file.Path); err != nil || string(content) != c.content {
					t.Errorf("it was touched: %q, %v", content, err)
				}
				return
			}
			if got := topics(t, h); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestRemove(t *testing.T) {
	h := NewHistory(t.TempDir(), Usual)
	add(t, h, "a", "b", "c")
	gone, err := h.Remove(func(e *Entry) bool { return e.Draft.Topic == "b" })
	if err != nil || len(gone) != 1 {
		t.Fatalf("got %v, %v", gone, err)
	}
	add(t, h, "d")
	if got := topics(t, h); !reflect.DeepEqual(got, []string{"d", "c", "a"}) {
		t.Errorf("got %q", got)
	}
	if err := h.PutBack(gone); err != nil {
		t.Fatal(err)
	}
	if got := topics(t, h); !reflect.DeepEqual(got, []string{"d", "c", "b", "a"}) {
		t.Errorf("got %q", got)
	}
}

func TestSearch(t *testing.T) {
	e := &Entry{Address: "mqtt://broker", Draft: draft.Draft{Topic: "site/Pump/set", Bytes: []byte(`{"on":true}`),
		Properties: &draft.Properties{User: []broker.UserProperty{{Name: "who", Value: "me"}}}}}
	for typed, want := range map[string]bool{"": true, " pump ": true, "PUMP on": true, "plant": true, "broker": true, "who": true, "pump off": false} {
		if got := NewSearch(typed).Finds(e, "My Plant"); got != want {
			t.Errorf("%q: got %v", typed, got)
		}
	}
}

func TestOutcomeOf(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer broker.Acknowledgement
		err    error
		want   Outcome
	}{
		{"QoS 0", broker.Acknowledgement{}, nil, Outcome{State: Sent}},
		{"nobody", broker.Acknowledgement{Came: true, Code: 0x10}, nil, Outcome{State: Acknowledged, Code: 0x10, Took: time.Second}},
		{"refused", broker.Acknowledgement{}, fmt.Errorf("x: %w", &broker.Refusal{Code: 0x87, Reason: "no"}), Outcome{State: Refused, Code: 0x87, Reason: "no", Took: time.Second}},
		{"unconfirmed", broker.Acknowledgement{}, broker.ErrUnconfirmed, Outcome{State: Unconfirmed}},
		{"late", broker.Acknowledgement{}, context.DeadlineExceeded, Outcome{State: Late}},
		{"gone", broker.Acknowledgement{}, broker.ErrClosed, Outcome{State: NotConnected}},
		{"limits", broker.Acknowledgement{}, broker.ErrBeyondLimits, Outcome{State: TooMuch}},
		{"other", broker.Acknowledgement{}, errors.New("x"), Outcome{State: Failed}},
	} {
		if got := OutcomeOf(c.answer, c.err, time.Second); got != c.want {
			t.Errorf("%s: got %+v", c.name, got)
		}
	}
}
