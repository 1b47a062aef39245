package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mangrove/broker/profiles"
	"mangrove/broker/verification"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// compareReports prints what is worse or better in a report than in an earlier one, and which
// checks have come and gone.
func (o *verifyOptions) compareReports(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return exit{unusable, problem.CompareOne}
	}
	signers, err := o.wantedSigners()
	if err != nil {
		return exit{unusable, err}
	}
	before, changed, err := o.readEarlier(cmd, o.compare, signers)
	if err != nil {
		return err
	}
	after, changedToo, err := o.readEarlier(cmd, args[0], signers)
	if err != nil {
		return err
	}
	c := verification.Compare(before, after)
	if err := printComparison(cmd.OutOrStdout(), before, after, &c); err != nil {
		return err
	}
	if n := c.Fallen(); n > 0 {
		return exit{notPassed, problem.Worse.Of(n)}
	}
	if changed || changedToo {
		return exit{notPassed, problem.ComparedChanged}
	}
	return nil
}

// readEarlier reads the results of a report, and warns when it was changed since. One that is
// not signed as it has to be is not compared.
func (o *verifyOptions) readEarlier(cmd *cobra.Command, path string, signers verification.Signers) (e *verification.Earlier, changed bool, err error) {
	content, err := profiles.ReadFile(path, verification.LargestBundle)
	if err != nil {
		return nil, false, exit{unusable, problem.ReportUnread.Because(err, "file", printable.Name(path))}
	}
	c, err := verification.Check(content)
	if err != nil {
		return nil, false, exit{unusable, problem.ReportUnfit.Because(err, "file", printable.Name(path))}
	}
	if !c.Intact() {
		if err := say(cmd, wording.Fill("{name} was changed after it was written; --check {name} says how.", "name", printable.Name(path))); err != nil {
			return nil, true, err
		}
	}
	if err := o.signedAsWanted(c, path, signers); err != nil {
		return nil, false, err
	}
	e, err = verification.ReadEarlier(content)
	if err != nil {
		return nil, false, exit{unusable, problem.ReportUnfit.Because(err, "file", printable.Name(path))}
	}
	return e, !c.Intact(), nil
}

// printComparison prints a line for each difference, the worst first.
func printComparison(w io.Writer, before, after *verification.Earlier, c *verification.Comparison) error {
	line := func(format string, values ...any) error {
		_, err := fmt.Fprintln(w, printable.Line(fmt.Sprintf(format, values...)))
		return err
	}
	head := "{after}, compared with {before}, with another checklist"
	if c.Checklist {
		head = "{after}, compared with {before}"
	}
	if err := line("%s", wording.Fill(head, "after", day(after.Ended), "before", day(before.Ended))); err != nil {
		return err
	}
	for _, group := range []struct {
		what    string
		changes []verification.Change
	}{{"WORSE", c.Worse}, {"GONE", c.Gone}, {"NEW", c.Added}, {"BETTER", c.Better}} {
		for i := range group.changes {
			if err := line("%-6s  %s", group.what, changeWords(&group.changes[i])); err != nil {
				return err
			}
		}
	}
	return line("%s", wording.Count(c.Same, "{count} check as before, {worse} worse, {gone} gone, {new} new, {better} better", "{count} checks as before, {worse} worse, {gone} gone, {new} new, {better} better",
		"worse", len(c.Worse), "gone", len(c.Gone), "new", len(c.Added), "better", len(c.Better)))
}

func day(at time.Time) string { return at.Local().Format("2006-01-02 15:04:05") }

// changeWords say what became of a check.
func changeWords(c *verification.Change) string {
	of := c.Of()
	var states string
	switch {
	case c.Before.State == "":
		states = stateWords(of)
	case c.After.State == "":
		states = wording.Fill("was {state}", "state", stateWords(of))
	default:
		states = wording.Fill("{before} to {after}", "before", stateWords(&c.Before), "after", stateWords(&c.After))
	}
	name := of.Subject
	if part := of.Part(); part != "" {
		name += "  " + part
	}
	return fmt.Sprintf("%-24s  %s  %s  %s", states, name, of.Name(), of.Sentence())
}

func stateWords(v *verification.EarlierVerdict) string {
	words := strings.ToUpper(string(v.State))
	if v.Waived {
		return wording.Fill("{state} (waived)", "state", words)
	}
	return words
}
