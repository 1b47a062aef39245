package runs

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// environment has the folder for a process that is to crash, and how.
const environment = "MANGROVE_TEST_CRASH"

func TestMain(m *testing.M) {
	if what := os.Getenv(environment); what != "" {
		dir, how, _ := strings.Cut(what, "|")
		crash(dir, how)
	}
	goleak.VerifyTestMain(m)
}

// mark is what was received, and must be in no report.
const mark = "s3cr3t"

// crash is the process that crashes.
func crash(dir, how string) {
	r, _, err := Begin(Options{Folder: dir, Version: "9.8.7"})
	if err != nil {
		panic(err)
	}
	r.Keep(typed(how))
	r.draft.Stop() // it is written
	go func() {
		switch how {
		case "index":
			received := []byte(mark)
			received[len(received)+len(dir)]++
		case "words":
			panic("the broker said " + mark + "\n\ngoroutine 1 [running]:\nand " + mark + "\n\tand so on")
		case "killed":
			os.Exit(3)
		}
	}()
	select {} // what the goroutine leaves behind would run before the runtime tells of the crash
}

func typed(words string) Draft {
	return Draft{Active: -1, Tabs: []Tab{{Stored: "id", Publish: Publish{Topic: "a/b", Text: words, QoS: 1, Retain: true}}}}
}

// after runs a process that crashes.
func after(t *testing.T, dir, how string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), environment+"="+dir+"|"+how)
	if out, err := cmd.CombinedOutput(); err == nil {
		t.Fatalf("%s: it went well: %s", how, out)
	}
}

func begin(t *testing.T, dir string) (*Run, Found) {
	t.Helper()
	r, found, err := Begin(Options{Folder: dir, Version: "1", Failed: func(err error) { t.Error(err) }})
	if err != nil {
		t.Fatal(err)
	}
	return r, found
}

// TestACrashLeavesAReport runs real processes that crash on a goroutine.
func TestACrashLeavesAReport(t *testing.T) {
	for how, want := range map[string]string{
		"index":  "panic: runtime error: index out of range",
		"words":  "panic: " + leftOut,
		"killed": "",
	} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			after(t, dir, how)
			r, found := begin(t, dir)
			defer r.End(false)
			if len(found.Drafts) != 1 || found.Drafts[0].Tabs[0].Publish.Text != how {
				t.Errorf("what was typed: %+v", found.Drafts)
			}
			if (found.Report != "") != (want != "") {
				t.Fatalf("a report in %q", found.Report)
			}
			if want == "" {
				return
			}
			content, err := os.ReadFile(found.Report)
			if err != nil {
				t.Fatal(err)
			}
			for _, words := range []string{want, "Mangrove 9.8.7, " + runtime.Version(), "runs.crash", "runs_test.go:"} {
				if !strings.Contains(string(content), words) {
					t.Errorf("there is no %q in\n%s", words, content)
				}
			}
			if strings.Contains(string(content), mark) {
				t.Errorf("what was received is in\n%s", content)
			}
			if info, err := os.Stat(found.Report); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
				t.Errorf("mode %v, %v", info.Mode(), err)
			}
			again, later := begin(t, dir)
			again.End(false)
			if later.Report != "" || later.Drafts != nil {
				t.Errorf("found twice: %+v", later)
			}
		})
	}
}

func TestReportsAreFew(t *testing.T) {
	dir := t.TempDir()
	raw := filepath.Join(dir, "raw")
	for i := range mostReports + 3 {
		frames := 1
		if i == 0 {
			frames = 3_000 // more than is kept
		}
		content := fmt.Sprintf("Mangrove %d\n\npanic: runtime error: x\n\ngoroutine 1 [running]:\n%s", i, strings.Repeat("main.f()\n\t/f.go:1 +0x1\n", frames))
		if err := os.WriteFile(raw, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Unix(int64(i), 0) // of a crash
		if err := os.Chtimes(raw, at, at); err != nil {
			t.Fatal(err)
		}
		path := keepReport(raw, filepath.Join(dir, "crashes"))
		if info, err := os.Stat(path); err != nil || info.Size() > largestReport+1_000 {
			t.Fatalf("%v", err)
		}
	}
	if all, err := os.ReadDir(filepath.Join(dir, "crashes")); err != nil || len(all) != mostReports {
		t.Errorf("%d reports, %v", len(all), err)
	}
}

// TestForeignReports: files of others beside the reports of crashes stay, and do not
// count as such.
func TestForeignReports(t *testing.T) {
	dir := t.TempDir()
	for i := range mostReports {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("crash-test-%d.txt", i)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	raw := filepath.Join(t.TempDir(), "raw")
	if err := os.WriteFile(raw, []byte("Mangrove\n\npanic: x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(keepReport(raw, dir)); err != nil {
		t.Error(err)
	}
	if all, err := os.ReadDir(dir); err != nil || len(all) != mostReports+1 {
		t.Errorf("%d files, %v", len(all), err)
	}
}

// TestWhoStillRunsIsLeftAlone: what another window has typed is not offered.
func TestWhoStillRunsIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	one, _ := begin(t, dir)
	one.Keep(typed("one"))
	other, found := begin(t, dir)
	if found.Drafts != nil {
		t.Errorf("found %+v of one that goes on", found.Drafts)
	}
	other.End(false)
	one.End(true)
	next, found := begin(t, dir)
	if len(found.Drafts) != 1 || !reflect.DeepEqual(found.Drafts[0].Tabs, typed("one").Tabs) {
		t.Errorf("found %+v", found.Drafts)
	}
	third, found := begin(t, dir)
	if found.Drafts != nil {
		t.Error("two windows were offered the same")
	}
	third.End(false)
	next.End(false) // not decided: it is offered again
	last, found := begin(t, dir)
	if len(found.Drafts) != 1 {
		t.Errorf("what was not decided on is gone: %+v", found)
	}
	last.Forget()
	last.End(false)
	if names, err := os.ReadDir(filepath.Join(dir, "runs")); err != nil || len(names) != 1 {
		t.Errorf("left behind: %v, %v", names, err)
	}
}

func TestOfManyRunsTheLatestCount(t *testing.T) {
	dir := t.TempDir()
	for i := range mostLeft + 2 {
		folder := filepath.Join(dir, "runs", fmt.Sprint(runPrefix, i))
		d := typed(fmt.Sprint(i))
		d.Version = draftVersion
		content, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, draftName), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r, found := begin(t, dir)
	defer r.End(false)
	if len(found.Drafts) != mostLeft {
		t.Errorf("%d drafts", len(found.Drafts))
	}
}

func TestDraftsAreBounded(t *testing.T) {
	var d Draft
	for range 100 {
		var p Publish
		p.Take(strings.Repeat("x", LargestPayload))
		d.Tabs = append(d.Tabs, Tab{Search: strings.Repeat("y", 1_000), Publish: p})
	}
	content, err := encode(d)
	if err != nil || len(content) > 2*largestDraft {
		t.Fatalf("%d bytes, %v", len(content), err)
	}
	back, err := decode(content)
	if err != nil || len(back.Tabs) != mostTabs || back.Tabs[0].Publish.Text == "" || back.Tabs[mostTabs-1].Publish.Dropped != LargestPayload {
		t.Errorf("%d tabs, %v", len(back.Tabs), err)
	}
	if d.Tabs[mostTabs-1].Publish.Text == "" {
		t.Error("the draft that was given was changed")
	}
	var p Publish
	if p.Take(strings.Repeat("x", LargestPayload+1)); p.Dropped != LargestPayload+1 || p.Text != "" {
		t.Errorf("%d dropped", p.Dropped)
	}
	if p = (Publish{}); len(p.Payload()) != 0 {
		t.Error("a payload of nothing")
	}
	if p.Take("\xff\x00"); string(p.Payload()) != "\xff\x00" {
		t.Errorf("%q", p.Payload())
	}
}

func TestForeignDraftsAreNone(t *testing.T) {
	for name, content := range map[string]string{
		"empty": "", "half": `{"version":1,"tabs":[{`, "of another kind": `[1]`, "without a version": `{"tabs":[{}]}`, "newer": `{"version":2,"tabs":[{}]}`,
	} {
		if d, err := decode([]byte(content)); !d.Empty() || (err == nil) != (content == "") {
			t.Errorf("%s: %+v, %v", name, d, err)
		}
	}
}

// TestANewerDraftStays: a program that cannot read it does not remove it.
func TestANewerDraftStays(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "runs", runPrefix+"1", draftName)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(`{"version":2}`), 0o600); err != nil {
		t.Fatal(err)
	}
	r, found := begin(t, dir)
	r.End(false)
	if _, err := os.Stat(path); err != nil || found.Drafts != nil {
		t.Errorf("%v, %+v", err, found)
	}
}

// TestDraftsOfNothingTakeNoMemory: a file of one megabyte can make two hundred of it.
func TestDraftsOfNothingTakeNoMemory(t *testing.T) {
	const many = 300_000
	content := []byte(`{"version":1,"tabs":[{}` + strings.Repeat(",{}", many) + `],"form":{"fields":[{}` + strings.Repeat(",{}", many) +
		`]},"address":{"url":"mqtt://h"}}`)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	d, err := decode(content)
	runtime.ReadMemStats(&after)
	if err != nil || len(d.Tabs) != mostTabs || cap(d.Tabs) > 2*mostTabs || d.Address.URL == "" {
		t.Errorf("%d tabs, room for %d, %v", len(d.Tabs), cap(d.Tabs), err)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 20<<20 {
		t.Errorf("%d MB", took>>20)
	}
	if d, err = decode([]byte(`{"version":1,"tabs":[{"search":"` + strings.Repeat("x", longestText+1) + `"}]}`)); err != nil || d.Tabs[0].Search != "" {
		t.Errorf("%+.100v, %v", d, err)
	}
	if d, err = decode([]byte(`{"version":1,"form":{"fields":[{"text":"` + strings.Repeat("x", LongestField+1) + `"}]}}`)); err != nil || d.Form.Fields[0].Text != "" {
		t.Errorf("%+.100v, %v", d, err)
	}
}

// TestLinksAreNoRuns: what a link leads to is left alone.
func TestLinksAreNoRuns(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a right there")
	}
	dir, other := t.TempDir(), t.TempDir()
	crash := filepath.Join(other, crashName)
	for _, err := range []error{
		os.WriteFile(crash, []byte("x\n\npanic: x"), 0o600), os.Mkdir(filepath.Join(dir, "runs"), 0o700),
		os.Symlink(other, filepath.Join(dir, "runs", runPrefix+"1")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	r, _ := begin(t, dir)
	r.End(false)
	if all, err := os.ReadDir(other); err != nil || len(all) != 1 {
		t.Errorf("there is %v now, %v", all, err)
	}
}

// TestForeignFolders: however many folders and files of others are where runs leave
// what was typed, what the user has typed last is found, and theirs stay.
func TestForeignFolders(t *testing.T) {
	old := time.Now().Add(-time.Hour)
	later := time.Now().Add(time.Hour)
	type foreign func(i int) string
	for name, c := range map[string]struct {
		foreign
		at time.Time
	}{
		"files":                   {func(i int) string { return fmt.Sprint("a", i) }, old},
		"folders":                 {func(i int) string { return fmt.Sprint("run-results-", i, "/x") }, old},
		"of a newer one, later":   {func(i int) string { return fmt.Sprint(runPrefix, i, "/", draftName) }, later},
		"that cannot lock, later": {func(i int) string { return fmt.Sprint(runPrefix, i, "/", lockName, "/x") }, later},
		"of the same name, later": {func(i int) string { return fmt.Sprint(runPrefix, i, "/results.csv") }, later},
	} {
		foreign := c.foreign
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			first := ""
			for i := range mostSeen + 200 {
				path := filepath.Join(dir, "runs", foreign(i))
				if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(`{"version":99}`), 0o600)); err != nil {
					t.Fatal(err)
				}
				top := filepath.Join(dir, "runs", strings.Split(foreign(i), "/")[0])
				if err := os.Chtimes(top, c.at, c.at); err != nil {
					t.Fatal(err)
				}
				first = path
			}
			one, _ := begin(t, dir)
			one.Keep(typed("mine"))
			one.End(true)
			next, found := begin(t, dir)
			if len(found.Drafts) != 1 {
				t.Errorf("found %+v", found.Drafts)
			}
			next.Forget()
			next.End(false)
			if _, err := os.Stat(first); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestTabsThatAreLeftAgainAreOfferedOnce: who starts with the same address again and
// again, and never opens the tabs of before, is not offered one more each time.
func TestTabsThatAreLeftAgainAreOfferedOnce(t *testing.T) {
	dir := t.TempDir()
	same, typed := Tab{Address: Address{URL: "mqtt://a"}}, Tab{Address: Address{URL: "mqtt://a"}, Publish: Publish{Text: "ON"}}
	for _, tabs := range [][]Tab{{same}, {typed, same}, {same}, {same, {Stored: "x"}}} {
		r, _ := begin(t, dir)
		r.Keep(Draft{Tabs: tabs})
		r.End(true)
	}
	r, found := begin(t, dir)
	defer r.End(false)
	var got [][]Tab
	for _, d := range found.Drafts {
		got = append(got, d.Tabs)
	}
	if want := [][]Tab{{typed}, {{Stored: "x"}}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}
