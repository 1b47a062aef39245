package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// event is a line of go test -json (go doc test2json).
type event struct {
	Action, Package, Test, Output string
	Elapsed                       float64 // seconds
}

// show writes events as go test writes them without -v.
type show struct {
	w       *bufio.Writer
	pending map[string][]string // the output of a package's tests that have not passed, by package
	from    map[string][]string // which test each of those lines is of
	times   []event             // of tests that are over, without those within others
}

func newShow(w io.Writer) *show {
	return &show{w: bufio.NewWriter(w), pending: make(map[string][]string), from: make(map[string][]string)}
}

// read shows events until they end. A line that is none is shown as it is.
func (s *show) read(r io.Reader) error {
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadString('\n')
		var e event
		switch {
		case line == "":
		case json.Unmarshal([]byte(line), &e) != nil:
			s.say(line)
		default:
			s.take(e)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// say writes at once; that nobody reads is no fault of the tests.
func (s *show) say(text string) {
	_, _ = s.w.WriteString(text)
	_ = s.w.Flush()
}

func (s *show) take(e event) {
	switch e.Action {
	case "build-output":
		s.say(e.Output)
	case "output":
		s.output(e)
	case "pass", "skip":
		s.forget(e)
	case "fail":
		if e.Test == "" {
			s.flush(e.Package)
		}
	}
	if e.Test != "" && !strings.Contains(e.Test, "/") && (e.Action == "pass" || e.Action == "fail") {
		s.times = append(s.times, e)
	}
}

func (s *show) output(e event) {
	switch {
	case e.Test != "" && strings.HasPrefix(e.Output, "=== "), e.Output == "PASS\n":
	case strings.HasPrefix(e.Output, "FAIL"), strings.HasPrefix(e.Output, "ok  \t"), strings.HasPrefix(e.Output, "?   \t"):
		s.flush(e.Package)
		s.say(e.Output)
	default:
		s.pending[e.Package] = append(s.pending[e.Package], e.Output)
		s.from[e.Package] = append(s.from[e.Package], e.Test)
	}
}

// forget drops what a test said that has passed, and those within it.
func (s *show) forget(e event) {
	var lines, from []string
	for i, test := range s.from[e.Package] {
		if test != e.Test && !strings.HasPrefix(test, e.Test+"/") && e.Test != "" {
			lines, from = append(lines, s.pending[e.Package][i]), append(from, test)
		}
	}
	s.pending[e.Package], s.from[e.Package] = lines, from
}

func (s *show) flush(name string) {
	for _, line := range s.pending[name] {
		s.say(line)
	}
	delete(s.pending, name)
	delete(s.from, name)
}

// list shows the tests that took longest, a second at least.
func (s *show) list(most int) {
	slices.SortStableFunc(s.times, func(a, b event) int { return int(1000 * (b.Elapsed - a.Elapsed)) })
	for i, e := range s.times[:min(most, len(s.times))] {
		if e.Elapsed < 1 {
			return
		}
		if i == 0 {
			s.say("took longest:\n")
		}
		s.say(fmt.Sprintf("%7.1f s  %s in %s\n", e.Elapsed, e.Test, e.Package))
	}
}
