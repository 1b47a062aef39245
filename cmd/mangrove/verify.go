package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/broker/retained"
	"mangrove/broker/verification"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model/checklist"
	"mangrove/model/printable"
	"mangrove/model/verify"
	"mangrove/model/wording"
)

// verifyOptions are the flags of the verify command.
type verifyOptions struct {
	*login
	reports  []string
	deadline time.Duration
	check    bool
	publish  bool // the commands of the checklist
	protocol string
	bundle   string
	sign     string
	signed   bool
	signers  string
	compare  string
}

func newVerifyCommand(l *login) *cobra.Command {
	o := verifyOptions{login: l}
	cmd := &cobra.Command{
		Use:   "verify CHECKLIST [URL]\n  mangrove verify --check CHECKLIST|REPORT.zip|FOLDER\n  mangrove verify --compare EARLIER.zip REPORT.zip",
		Short: "Check an installation against a checklist",
		Long: "Listen to a broker and check it against a checklist: which devices must be there, what they must send, and\n" +
			"how often, and what must hold for sets of topics. It ends at the checklist's deadline, at --deadline or at an\n" +
			"interrupt, prints a line for each check, and writes reports: --report html=FILE, junit=FILE, csv=FILE and json=FILE.\n" +
			"--bundle FILE.zip writes all of them, with the messages they rest on and a list of SHA-256 checksums, which --sign\n" +
			"signs with an SSH key. --check FILE.zip says whether any of it was changed, as --check FOLDER does of what it was\n" +
			"unpacked to; with --require-signature it fails when nobody has signed it, with --signed-by FILE when none of the keys\n" +
			"in that file has. --compare EARLIER.zip FILE.zip says what is worse and what is better than in an earlier run; it\n" +
			"ends with 1 when something is worse, or one of them was changed.\n\n" +
			"Commands of the checklist are published with --allow-publish only. Steps for a person are asked for on a terminal:\n" +
			"Enter when it is done, s and a reason to skip it. Without a terminal they are left out, and count as not verified.\n\n" +
			"The checklist format is described in docs/verification.md.\n\n" +
			"The exit code is 0 when every check has passed or is waived, 1 when one has failed, is pending, not verifiable or\n" +
			"was left to a person, 2 when the checklist, the address or an option cannot be used, and 3 when the broker could\n" +
			"not be reached.\n\n" + loginHelp,
		Args: cobra.RangeArgs(1, 2),
		RunE: o.run,
	}
	l.addFlags(cmd)
	f := cmd.Flags()
	f.StringArrayVar(&o.reports, "report", nil, "KIND=FILE: html, junit, csv or json; may be repeated")
	f.DurationVar(&o.deadline, "deadline", 0, "when it ends, instead of the checklist's deadline")
	f.BoolVar(&o.check, "check", false, "only report what is wrong with the checklist, or whether a report was changed")
	f.StringVar(&o.bundle, "bundle", "", "write all reports and the messages they rest on to this .zip")
	f.StringVar(&o.sign, "sign", "", "file of the private SSH key that signs the bundle, or of the public key where an SSH agent has the private one; agent: the key that the agent holds, agent:SHA256:… one of several")
	f.BoolVar(&o.signed, "require-signature", false, "with --check or --compare: a report that is not signed fails")
	f.StringVar(&o.signers, "signed-by", "", "with --check or --compare: file of the public keys, one of which must have signed the report")
	f.StringVar(&o.compare, "compare", "", "an earlier report: only say what is worse or better in REPORT.zip")
	f.BoolVar(&o.publish, "allow-publish", false, "publish the commands of the checklist, and await their replies")
	f.StringVar(&o.protocol, "protocol", "auto", "MQTT version: auto, 5, 3.1.1 or 3.1")
	return cmd
}

// The exit codes of the verify command, besides 0.
const (
	notPassed   = 1
	unusable    = 2
	unreachable = 3
)

// readChecklist reads the file.
func readChecklist(path string) ([]byte, error) {
	content, err := profiles.ReadFile(path, checklist.LargestFile)
	if err != nil {
		return nil, problem.ChecklistUnread.Because(err, "file", printable.Name(path), "limit", printable.Size(checklist.LargestFile))
	}
	return content, nil
}

// checklist takes a file, and its schemas from the folder that it is in.
func (o *verifyOptions) checklist(cmd *cobra.Command, path string, content []byte) (*checklist.Checklist, error) {
	list, err := checklist.Read(content, profiles.Beside(path))
	if err != nil {
		return nil, err
	}
	if o.deadline > 0 {
		list.Deadline = o.deadline
	}
	if len(list.Doubts) > 0 {
		if err := sayDoubts(cmd, explain.Faults(list.Doubts, broker.Address{})); err != nil {
			return nil, err
		}
	}
	if list.Deadline == 0 && !o.check {
		return nil, problem.NoDeadline // a run without an end would never be judged
	}
	return list, nil
}

func (o *verifyOptions) run(cmd *cobra.Command, args []string) error {
	if o.compare != "" {
		return o.compareReports(cmd, args)
	}
	if o.check {
		return o.only(cmd, args[0])
	}
	reports, err := o.wanted()
	if err != nil {
		return exit{unusable, err}
	}
	if err := o.withBundle(cmd, &reports); err != nil {
		return exit{unusable, err}
	}
	content, err := readChecklist(args[0])
	if err != nil {
		return exit{unusable, err}
	}
	list, err := o.checklist(cmd, args[0], content)
	if err != nil {
		return exit{unusable, err}
	}
	p, err := publishingProfile(cmd, args[1:], o.login, o.protocol)
	if err != nil {
		return exit{unusable, err}
	}
	if o.publish && p.ReadOnly {
		return exit{unusable, failure{broker.ErrReadOnly, p.Address}}
	}
	h, err := o.judge(cmd, p, list)
	if err != nil {
		return exit{unreachable, failure{err, p.Address}}
	}
	h.File = content
	written := writeReports(reports, h) // whoever reads no more of what is printed has them
	if err := errors.Join(printVerdicts(cmd.OutOrStdout(), h.Run), written); err != nil {
		return err
	}
	return whole(cmd, h.Run.Tally())
}

// whole says what came of all checks: an error where somebody has to see to one.
func whole(cmd *cobra.Command, t verify.Tally) error {
	switch t.State() {
	case verify.Fail, verify.Pending, verify.Manual, verify.NotVerifiable:
		err := problem.NotVerified.Of(t.All(), "fail", t.Fail, "pending", t.Pending, "not verifiable", t.NotVerifiable)
		if t.Manual > 0 {
			err = problem.Both(err, problem.StepsLeft.Of(t.Manual))
		}
		if t.Waived > 0 {
			err = problem.Both(err, problem.Waived.Of(t.Waived))
		}
		return exit{notPassed, err}
	case verify.Waived:
		return say(cmd, wording.Fill("Accepted with waivers: {waived} of {all} did not pass, and all of these are waived.",
			"waived", t.Waived, "all", wording.Count(t.All(), "{count} check", "{count} checks")))
	}
	return nil
}

// lastAnswer is how long the broker has to say what it keeps, at the end of a run.
const lastAnswer = 20 * time.Second

// judge listens until the end.
func (o *verifyOptions) judge(cmd *cobra.Command, p broker.Profile, list *checklist.Checklist) (*verification.Handover, error) {
	live := verification.New(list)
	if err := o.prepare(cmd, live, list); err != nil {
		return nil, err
	}
	p.Subscriptions, p.Once = live.Subscriptions(), false
	p.Resume, p.SessionExpiry = false, 0 // what a broker kept for a session is of before
	network := client.Network{Log: logger(cmd)}
	s := client.Open(p, live, client.Options{Log: logger(cmd)})
	find := func(filters []string) (*retained.Found, error) {
		ctx, end := context.WithTimeout(context.WithoutCancel(cmd.Context()), lastAnswer) // an interrupt ends the run, not its last question
		defer end()
		return retained.Find(ctx, p, retained.Search{Open: network.Open, Filters: filters})
	}
	err := live.Watch(cmd.Context(), s, find, o.progress(cmd, o.steps(cmd, live, list)))
	s.Close() //nolint:errcheck // all that was wanted has been received
	if live.Run().Account().Began.IsZero() {
		return nil, err
	}
	if err != nil {
		err = say(cmd, explain.Error(err, p.Address))
	}
	return &verification.Handover{List: list, Run: live.Run(), Broker: p.Address.PublicURL(), Version: version}, err
}

// verifyProgress says how far a run is, by whether there is a connection.
var verifyProgress = map[bool]string{
	true:  "after {elapsed}: {pass} passed, {fail} failed, {pending} pending",
	false: "after {elapsed}: {pass} passed, {fail} failed, {pending} pending; there is no connection",
}

// progress says now and then how far it is.
func (o *verifyOptions) progress(cmd *cobra.Command, steps func()) func(verification.Progress) {
	var said time.Time
	return func(p verification.Progress) {
		steps()
		if time.Since(said) < 10*time.Second {
			return
		}
		said = time.Now()
		words := wording.Fill(verifyProgress[p.Connected],
			"elapsed", p.Elapsed.Round(time.Second), "pass", p.Tally.Pass+p.Tally.Warn, "fail", p.Tally.Fail, "pending", p.Tally.Pending)
		_ = say(cmd, words) // the verdicts are what counts
	}
}

// printVerdicts prints a line for each check.
func printVerdicts(w io.Writer, run *verify.Run) error {
	for _, r := range run.Results() {
		name := r.Subject.ID
		if r.Member != "" {
			name += "  " + r.Member
		}
		line := fmt.Sprintf("%-14s  %s  %s  %s", strings.ToUpper(string(r.State)), name, explain.CheckName(r.Check), explain.Verdict(r.Reason))
		if r.Waiver != nil {
			line += wording.Fill("  Waived by {by}: {reason}", "by", r.Waiver.By, "reason", r.Waiver.Reason)
		}
		if _, err := fmt.Fprintln(w, printable.Line(line)); err != nil {
			return err
		}
	}
	return nil
}

// exit is an error that ends the program with a code of its own.
type exit struct {
	code int
	error
}

func (e exit) Unwrap() error { return e.error }

// exitCode is what the program ends with after an error.
func exitCode(err error) int {
	var e exit
	if errors.As(err, &e) {
		return e.code
	}
	return 1
}
