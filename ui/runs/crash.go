package runs

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"mangrove/model/printable"
	"mangrove/model/safefile"
	"mangrove/model/wording"
)

// What is kept of crashes: so many reports of so many bytes.
const (
	mostReports   = 10
	largestReport = 64 << 10
	largestCrash  = 1 << 20 // of what the runtime writes
)

// reportName has the time of the crash in it, in an order that sorts.
const reportName = "crash-%s.txt"

// watchCrashes has the runtime write to a file what ends the program, on whatever
// goroutine that is.
func watchCrashes(path, version string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // the runtime has it under another number
	if _, err := f.WriteString(wording.Fill("Mangrove {version}, {Go}, {system}/{processor}, begun {time}\n\n", "version", version, "Go", runtime.Version(),
		"system", runtime.GOOS, "processor", runtime.GOARCH, "time", time.Now().Format(time.RFC3339))); err != nil {
		return err
	}
	return debug.SetCrashOutput(f, debug.CrashOptions{})
}

func unwatchCrashes() {
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{}) // of nothing there is no error
}

// keepReport makes a report of what the runtime has written of a crash, and gives
// its path; empty when there was none.
func keepReport(raw, dir string) string {
	content, err := beginning(raw, largestCrash)
	head, crash, _ := bytes.Cut(content, []byte("\n\n"))
	if err != nil || len(bytes.TrimSpace(crash)) == 0 {
		return ""
	}
	at := time.Now()
	if info, err := os.Stat(raw); err == nil {
		at = info.ModTime()
	}
	report := wording.Fill("{begin}\nEnded {time}\n\n{crash}", "begin", printable.Text(string(head)), "time", at.Format(time.RFC3339), "crash", cleaned(string(crash)))
	path := filepath.Join(dir, fmt.Sprintf(reportName, at.Format("20060102-150405.000")))
	if err := safefile.Keep(path, []byte(report)); err != nil {
		return ""
	}
	_ = os.Remove(raw)
	reports := reportsIn(dir)
	for _, old := range reports[:max(0, len(reports)-mostReports)] {
		_ = os.Remove(old)
	}
	return path
}

// reportsIn are the reports in a folder, the latest last. What others have there is left
// alone.
func reportsIn(dir string) (paths []string) {
	for entry := range entriesOf(dir) {
		if entry.Type().IsRegular() && ownReport.MatchString(entry.Name()) {
			paths = append(paths, filepath.Join(dir, entry.Name()))
		}
	}
	slices.Sort(paths)
	return paths
}

// ownReport is what reportName comes to.
var ownReport = regexp.MustCompile(`^crash-[0-9]{8}-[0-9]{6}\.[0-9]{3}\.txt$`)

var (
	place     = regexp.MustCompile(`^\t\S[^\n]*:\d+( \+0x[0-9a-f]+)?( fp=0x\S+ sp=0x\S+ pc=0x\S+)?$`)
	goroutine = regexp.MustCompile(`^goroutine \d+.* \[[^\]]*\]:$`)
	signal    = regexp.MustCompile(`^(\[signal |SIG[A-Z]+: |PC=0x|fatal error: )`)
)

// spoken are the beginnings of what the runtime and the standard library say of a
// mistake. What else is said may repeat what was received.
var spoken = []string{
	"runtime error: ", "interface conversion: ", "close of ", "send on closed ", "assignment to entry in nil map", "all goroutines are asleep",
	"sync: ", "reflect: ", "reflect.", "strings: ", "bytes: ", "bufio: ", "makeslice: ", "unaligned ", "concurrent map ",
}

// leftOut is in the place of what may be secret.
const leftOut = "(what was said is left out: it may repeat what was received)"

// cleaned takes of a crash where it was, and what for if the runtime says so.
func cleaned(crash string) string {
	var kept strings.Builder
	lines := strings.Split(crash, "\n")
	said := false
	for i, line := range lines {
		switch {
		case strings.HasPrefix(line, "panic: "), strings.HasPrefix(line, "\tpanic: "):
			line, said = "panic: "+reason(strings.TrimPrefix(strings.TrimSpace(line), "panic: ")), true
		case signal.MatchString(line):
			line = shortened(line)
		case goroutine.MatchString(line):
			line = "\n" + shortened(line)
		case place.MatchString(line):
			line = shortened(line)
		case i+1 < len(lines) && place.MatchString(lines[i+1]): // the name of a function
			line = shortened(line)
		default:
			continue
		}
		if kept.Len()+len(line) > largestReport {
			break
		}
		kept.WriteString(line + "\n")
	}
	if !said && kept.Len() == 0 {
		return leftOut + "\n"
	}
	return kept.String()
}

func reason(s string) string {
	known := func(beginning string) bool { return strings.HasPrefix(s, beginning) }
	if !slices.ContainsFunc(spoken, known) {
		return leftOut
	}
	return shortened(s)
}

// shortened is a line of a report.
func shortened(line string) string {
	const longest = 500
	if len(line) > longest {
		line = strings.ToValidUTF8(line[:longest], "") + "…"
	}
	indent := ""
	if strings.HasPrefix(line, "\t") {
		indent = "\t"
	}
	return indent + printable.Text(strings.TrimSpace(line))
}
