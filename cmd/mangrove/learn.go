package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/explain"
	"mangrove/broker/learning"
	"mangrove/broker/retained"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model/printable"
	"mangrove/model/safefile"
	"mangrove/model/wording"
)

// learnOptions are the flags of the learn command.
type learnOptions struct {
	*login
	filters  []string
	duration time.Duration
	file     string
	site     string
	protocol string
	force    bool
	from     string // a file that the checklist is made of; empty: it is learned from a broker
	compare  string // a checklist that the site is held against; empty: one is written
	format   string
}

func newLearnCommand(l *login) *cobra.Command {
	o := learnOptions{login: l}
	cmd := &cobra.Command{
		Use:   "learn [URL | --from DOCUMENT] -o FILE\n  mangrove learn [URL] --compare CHECKLIST",
		Short: "Write a checklist of what a site does",
		Long: "Listen to a working site and write a checklist of what its devices and topics do: which there are, how\n" +
			"often they send, what is in their payloads and within which range, what the broker keeps. Topics that are alike\n" +
			"become one rule. Each line says in a comment what it rests on: check all of them, and change what is not\n" +
			"required, before the checklist is used with mangrove verify.\n\n" +
			"--compare CHECKLIST compares the site with the checklist of one that works instead: it prints what is missing and what is\n" +
			"extra, the fields, types, units and values that differ, and what comes at another rate, as text or with --format\n" +
			"json. Commands and steps for a person are left out.\n\n" +
			"Listen for at least ten times as long as the slowest device takes between two messages. An interrupt ends it early\n" +
			"and writes what was learned so far. The broker is asked once more at the end for what it keeps.\n\n" +
			"With --from the checklist is made of a file, and no broker is asked: of an AsyncAPI document of version 2 or 3, a\n" +
			"JSON Schema for the payloads of --topic, or a .csv file with a device in each line, whose topics are in a column or\n" +
			"given with its columns, such as --topic \"site/{id}/#\". What is not used of the file is printed, and\n" +
			"written into the checklist.\n\n" +
			"The exit code is 0 when the checklist was written, 1 when there is nothing to learn or it could not be written, 2\n" +
			"when what is asked for cannot be done, and 3 when the broker could not be reached, refused a subscription, or\n" +
			"ended the connection for good; what was learned by then is still written. With --compare it is 0 when the site\n" +
			"matches the checklist, and 1 when something differs or could not be compared.\n\n" + loginHelp,
		Args: cobra.MaximumNArgs(1),
		RunE: o.run,
	}
	l.addFlags(cmd)
	f := cmd.Flags()
	f.StringArrayVar(&o.filters, "topic", []string{"#"}, "topic filter to subscribe to; may be repeated")
	f.DurationVar(&o.duration, "for", 10*time.Minute, "how long to listen once subscribed")
	f.StringVarP(&o.file, "output", "o", "", "the checklist to write; - prints it")
	f.StringVar(&o.site, "site", "", "name of the site, for its reports")
	f.BoolVar(&o.force, "force", false, "replace the file if there is one")
	f.StringVar(&o.from, "from", "", "make the checklist of this file: AsyncAPI, JSON Schema, or devices as .csv")
	f.StringVar(&o.compare, "compare", "", "only print how the site differs from this checklist")
	f.StringVar(&o.format, "format", "text", "with --compare: text or json")
	f.StringVar(&o.protocol, "protocol", "auto", "MQTT version: auto, 5, 3.1.1 or 3.1")
	return cmd
}

// check says what is wrong with the flags. What would only be found out at the end, as a folder
// that is not there, is said before.
func (o *learnOptions) check() error {
	switch {
	case o.file == "":
		return problem.NoOutput
	case o.duration <= 0:
		return problem.ForNotPositive
	case o.file == "-":
		return nil
	}
	if info, err := os.Stat(filepath.Dir(o.file)); err != nil || !info.IsDir() {
		return problem.NoFolder.With("folder", printable.Name(filepath.Dir(o.file)))
	}
	return o.free()
}

// free says when there is a file that is not to be replaced.
func (o *learnOptions) free() error {
	if o.force {
		return nil
	}
	if _, err := os.Lstat(o.file); !errors.Is(err, fs.ErrNotExist) {
		return problem.ChecklistThere.With("file", printable.Name(o.file))
	}
	return nil
}

func (o *learnOptions) run(cmd *cobra.Command, args []string) error {
	if o.compare != "" {
		return o.compareSite(cmd, args)
	}
	if err := o.check(); err != nil {
		return exit{unusable, err}
	}
	if o.from != "" {
		return o.fromFile(cmd, args)
	}
	p, err := listening{o.login, o.protocol, o.filters, broker.BestQoS}.profile(cmd, args)
	if err != nil {
		return exit{unusable, err}
	}
	p.Once, p.Resume, p.SessionExpiry = false, false, 0 // what a broker kept for a session is of before
	live := learning.New()
	s := client.Open(p, live, client.Options{Log: logger(cmd)})
	lines := &learnLines{out: cmd.ErrOrStderr(), during: o.duration, screen: isScreen(cmd.ErrOrStderr())}
	ended := live.Watch(cmd.Context(), s, learning.Watching{For: o.duration, Told: lines.tell})
	last := s.Status()
	s.Close() //nolint:errcheck // all that was wanted has been received
	lines.end()
	proposal, missed := live.Propose(func() (*retained.Found, error) { return o.kept(cmd, p) })
	if missed != nil {
		missed = say(cmd, "It is not known what the broker keeps for the topics that came live. "+explain.Error(missed, p.Address))
	}
	if ended != nil {
		ended = exit{unreachable, failure{ended, p.Address}}
		if proposal.Messages == 0 {
			return ended
		}
	}
	written := o.write(cmd, &learning.Draft{Proposal: proposal, Site: o.site, Broker: p.Address.PublicURL()})
	return errors.Join(ended, missed, written, say(cmd, explain.SessionNotes(last.Notes)))
}

// kept asks the broker what it keeps.
func (o *learnOptions) kept(cmd *cobra.Command, p broker.Profile) (*retained.Found, error) {
	ctx, end := context.WithTimeout(context.WithoutCancel(cmd.Context()), lastAnswer) // an interrupt ends the listening, not its last question
	defer end()
	network := client.Network{Log: logger(cmd)}
	filters := make([]string, 0, len(p.Subscriptions))
	for _, s := range p.Subscriptions {
		filters = append(filters, s.Filter)
	}
	return retained.Find(ctx, p, retained.Search{Open: network.Open, Filters: filters})
}

// write writes the checklist, and says what is in it.
func (o *learnOptions) write(cmd *cobra.Command, d *learning.Draft) error {
	return o.count(cmd, d, func() (left int, err error) {
		err = o.into(cmd, func(w io.Writer) error {
			left, err = d.YAML(w)
			return err
		})
		return left, err
	})
}

// into has the checklist written to where it is wanted.
func (o *learnOptions) into(cmd *cobra.Command, write func(io.Writer) error) error {
	if o.file == "-" {
		return write(cmd.OutOrStdout())
	}
	if err := o.makeWay(cmd); err != nil {
		return err
	}
	f, err := safefile.Create(o.file)
	if err != nil {
		return err
	}
	defer f.Abandon()
	if err := write(f); err != nil {
		return err
	}
	return f.Close()
}

// makeWay takes another name where somebody has made a file of that name meanwhile: what was
// learned may have taken hours.
func (o *learnOptions) makeWay(cmd *cobra.Command) error {
	const mostNames = 100
	taken, problem := o.file, o.free()
	if problem == nil {
		return nil
	}
	extension := filepath.Ext(taken)
	for n := 2; o.free() != nil; n++ {
		if n > mostNames {
			return problem
		}
		o.file = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(taken, extension), n, extension)
	}
	return say(cmd, wording.Fill("there is a file {name} by now, so the checklist is {file}", "name", printable.Name(taken), "file", printable.Name(o.file)))
}

func (o *learnOptions) count(cmd *cobra.Command, d *learning.Draft, write func() (left int, err error)) error {
	left, err := write()
	if errors.Is(err, learning.ErrNothing) {
		_ = sayLeftOut(cmd, d, left) // there is an error anyway
		return problem.NothingLearned.With("time", d.Ended.Sub(d.Began).Round(time.Second))
	}
	if err != nil {
		return problem.ChecklistUnsaved.Because(err, "file", printable.Name(o.file))
	}
	devices := 0
	for _, s := range d.Subjects {
		if s.Device {
			devices++
		}
	}
	words := wording.Fill("learned {devices} and {rules} from {messages} on {topics}.",
		"devices", wording.Count(devices, "{count} device", "{count} devices"), "rules", wording.Count(len(d.Subjects)-devices, "{count} rule", "{count} rules"), "messages", wording.Count(d.Messages, "{count} message", "{count} messages"), "topics", wording.Count(d.Topics, "{count} topic", "{count} topics"))
	return errors.Join(say(cmd, words), sayLeftOut(cmd, d, left))
}

// sayLeftOut says what is not in the checklist, and why.
func sayLeftOut(cmd *cobra.Command, d *learning.Draft, left int) (err error) {
	for _, part := range explain.LeftOutAll(d.Proposal, left) {
		err = errors.Join(err, say(cmd, wording.Fill("left out: {part}", "part", part)))
	}
	return err
}

// learnLines say how far it is: on a terminal in one line that changes, otherwise in one now
// and then.
type learnLines struct {
	out    io.Writer
	during time.Duration
	screen bool
	said   time.Time
	topics int  // told of
	open   bool // the line that changes stands there
}

// learnProgress says how far it is, by whether there is a connection.
var learnProgress = map[bool]string{
	true:  "after {elapsed} of {during}: {topics}, {messages}",
	false: "after {elapsed} of {during}: {topics}, {messages}; there is no connection",
}

func (l *learnLines) tell(p learning.Progress) {
	every := 10 * time.Second
	if l.screen {
		every = time.Second
	}
	now, first := time.Now(), l.topics == 0 && p.Topics > 0
	if now.Sub(l.said) < every && !first {
		return
	}
	l.said, l.topics = now, p.Topics
	words := wording.Fill(learnProgress[p.Connected],
		"elapsed", p.Elapsed.Round(time.Second), "during", l.during, "topics", wording.Count(p.Topics, "{count} topic", "{count} topics"), "messages", wording.Count(p.Messages, "{count} message", "{count} messages"))
	if l.screen {
		l.open = true
		fmt.Fprint(l.out, "\r\x1b[K"+printable.Line(words)) //nolint:errcheck // the checklist is what counts
		return
	}
	fmt.Fprintln(l.out, printable.Line(wording.Fill("mangrove: {words}", "words", words))) //nolint:errcheck // likewise
}

func (l *learnLines) end() {
	if l.open {
		fmt.Fprintln(l.out) //nolint:errcheck // likewise
	}
}
