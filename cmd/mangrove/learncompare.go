package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/explain"
	"mangrove/broker/learning"
	"mangrove/broker/profiles"
	"mangrove/broker/retained"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model/checklist"
	"mangrove/model/learn"
	"mangrove/model/printable"
)

// compares says what is wrong with the flags of a comparison.
func (o *learnOptions) compares() error {
	switch {
	case o.format != "text" && o.format != "json":
		return problem.NoFormatText.With("format", strconv.Quote(printable.Line(o.format)))
	case o.duration <= 0:
		return problem.ForNotPositive
	}
	return nil
}

// compareSite holds a site against the checklist of one that works.
func (o *learnOptions) compareSite(cmd *cobra.Command, args []string) error {
	if err := o.compares(); err != nil {
		return exit{unusable, err}
	}
	content, err := readChecklist(o.compare)
	if err != nil {
		return exit{unusable, err}
	}
	list, err := checklist.Read(content, profiles.Beside(o.compare))
	if err != nil {
		return exit{unusable, err}
	}
	p, err := listening{o.login, o.protocol, o.filters, broker.BestQoS}.profile(cmd, args)
	if err != nil {
		return exit{unusable, err}
	}
	against := learning.NewAgainst(list)
	if p.Subscriptions = against.Subscriptions(o.filters); len(p.Subscriptions) == 0 {
		return exit{unusable, problem.CompareTopics}
	}
	p.Once, p.Resume, p.SessionExpiry = false, false, 0 // what a broker kept for a session is of before
	s := client.Open(p, against, client.Options{Log: logger(cmd)})
	lines := &learnLines{out: cmd.ErrOrStderr(), during: o.duration, screen: isScreen(cmd.ErrOrStderr())}
	heard := 0
	ended := against.Watch(cmd.Context(), s, learning.Watching{For: o.duration, Told: func(at learning.Progress) {
		st := s.Status()
		heard = at.Messages
		against.Pass(&st)
		lines.tell(at)
	}})
	last := s.Status()
	s.Close() //nolint:errcheck // all that was wanted has been received
	lines.end()
	if ended != nil {
		ended = exit{unreachable, failure{ended, p.Address}}
		if heard == 0 {
			return ended
		}
	}
	found, missed := against.Compare(func() (*retained.Found, error) { return o.kept(cmd, p) })
	if missed != nil {
		missed = say(cmd, "What the broker keeps of the topics that came live is not known. "+explain.Error(missed, p.Address))
	}
	write := writeDifferences
	if o.format == "json" {
		write = writeDifferencesAsJSON
	}
	err = errors.Join(ended, write(cmd.OutOrStdout(), found), missed, say(cmd, explain.SessionNotes(last.Notes)))
	if err != nil {
		return err
	}
	return likeIt(found)
}

// likeIt is an error where a site is otherwise, or not all of it could be compared.
func likeIt(c *learn.Comparison) error {
	var err error
	if n := len(c.Differences); n > 0 {
		err = problem.Differs.Of(n)
	}
	if n := len(c.Open); n > 0 {
		err = problem.Both(err, problem.Uncompared.Of(n))
	}
	if err == nil {
		return nil
	}
	return exit{notPassed, err}
}

// writeDifferences prints a line for each, and how much is the same.
func writeDifferences(w io.Writer, c *learn.Comparison) error {
	var b strings.Builder
	for _, all := range [][]learn.Difference{c.Differences, c.Open} {
		for i := range all {
			d := &all[i]
			name := strings.ToUpper(explain.DifferenceName(d.Way))
			b.WriteString(printable.Line(fmt.Sprintf("%-12s  %s  %s", name, explain.DifferenceSubject(d), explain.Difference(d))) + "\n")
		}
	}
	facts := []string{
		counted(len(c.Differences), "{count} difference", "{count} differences"),
		counted(len(c.Open), "{count} check not compared", "{count} checks not compared"),
		counted(c.Same, "{count} check as in the checklist", "{count} checks as in the checklist"),
	}
	b.WriteString(strings.Join(facts, ", ") + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// differenceLine is a difference in JSON.
type differenceLine struct {
	Way     learn.Otherwise `json:"difference,omitempty"`
	Subject string          `json:"subject"`
	Device  bool            `json:"device,omitempty"`
	Member  string          `json:"member,omitempty"`
	Check   string          `json:"check,omitempty"`
	Reason  string          `json:"reason,omitempty"`
	Found   string          `json:"found,omitempty"`
	Want    string          `json:"want,omitempty"`
	Seconds float64         `json:"seconds,omitempty"`
	Limit   float64         `json:"limit_seconds,omitempty"`
	Names   []string        `json:"names,omitempty"`
	Words   string          `json:"words"`
}

func writeDifferencesAsJSON(w io.Writer, c *learn.Comparison) error {
	b, err := json.MarshalIndent(struct {
		Differences []differenceLine `json:"differences"`
		Open        []differenceLine `json:"not_compared"`
		Same        int              `json:"same_checks"`
	}{differenceLines(c.Differences), differenceLines(c.Open), c.Same}, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(printable.JSON(b), '\n'))
	return err
}

func differenceLines(all []learn.Difference) []differenceLine {
	lines := []differenceLine{}
	for i := range all {
		d := &all[i]
		line := differenceLine{
			Way: d.Way, Subject: d.Subject, Device: d.Device, Member: d.Member, Reason: string(d.Why.Code), Found: d.Why.Found, Want: d.Why.Want,
			Seconds: d.Why.Span.Seconds(), Limit: d.Why.Limit.Seconds(), Names: d.Names, Words: explain.Difference(d),
		}
		if d.Check != nil {
			line.Check = d.Check.Name()
		}
		lines = append(lines, line)
	}
	return lines
}
