package main

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/explain"
	"mangrove/broker/retained"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model"
	"mangrove/model/lint"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// lintOptions are the flags of the lint command.
type lintOptions struct {
	*login
	filters  []string
	duration time.Duration
	format   string
	protocol string
}

func newLintCommand(l *login) *cobra.Command {
	o := lintOptions{login: l}
	cmd := &cobra.Command{
		Use:   "lint [URL]",
		Short: "Find what is unwise about the topics of a broker",
		Long: "Listen to a broker and list what is unwise about its topics, with what to do about it: secrets in payloads, retained\n" +
			"commands, states that are not retained or out of date, retained messages of devices that Zigbee2MQTT does not list any\n" +
			"more, what Sparkplug never retains, payloads that are no valid JSON or change their kind, topics without end, devices\n" +
			"that do not say when they go offline, that go offline in turns as two with one client id do, or connect over and\n" +
			"over, and names that are easily mistaken.\n\n" +
			"At the end it subscribes once more, to the topics of which it does not know what the broker keeps. It\n" +
			"publishes nothing.\n\n" +
			"The exit code is 0 when nothing was found, 1 when something was, 2 when what is asked for cannot be done, and 3 when\n" +
			"the broker could not be reached. An interrupt ends the listening early.\n\n" + loginHelp,
		Args: cobra.MaximumNArgs(1),
		RunE: o.run,
	}
	l.addFlags(cmd)
	f := cmd.Flags()
	f.StringArrayVar(&o.filters, "topic", []string{"#"}, "topic filter to subscribe to; may be repeated")
	f.DurationVar(&o.duration, "for", 30*time.Second, "how long to listen once subscribed")
	f.StringVar(&o.format, "format", "text", "text or json")
	f.StringVar(&o.protocol, "protocol", "auto", "MQTT version: auto, 5, 3.1.1 or 3.1")
	return cmd
}

func (o *lintOptions) run(cmd *cobra.Command, args []string) error {
	if o.format != "text" && o.format != "json" {
		return exit{unusable, problem.NoFormatText.With("format", strconv.Quote(printable.Line(o.format)))}
	}
	p, err := listening{o.login, o.protocol, o.filters, 0}.profile(cmd, args)
	if err != nil {
		return exit{unusable, err}
	}
	p.Resume, p.SessionExpiry = false, 0 // what a broker kept for a session is of before
	live := lint.NewLive()
	s := client.Open(p, live, client.Options{Log: logger(cmd)})
	last, err := receive(cmd.Context(), s, o.duration, func() {})
	s.Close() //nolint:errcheck // all that was wanted has been received
	if err == nil {
		err = o.askWhatIsKept(cmd, p, live)
	}
	found := live.Found(time.Now())
	if err != nil {
		err = exit{unreachable, failure{err, p.Address}}
		if found.Topics == 0 {
			return errors.Join(say(cmd, explain.SessionNotes(last.Notes)), err)
		}
	}
	write := writeFindings
	if o.format == "json" {
		write = writeFindingsAsJSON
	}
	err = errors.Join(write(&found, cmd.OutOrStdout()), say(cmd, lintSum(&found)), say(cmd, explain.SessionNotes(last.Notes)), err)
	if n := lintCount(&found); err == nil && n > 0 {
		return exit{notPassed, problem.ToMend.Of(n)}
	}
	return err
}

// mostAsked is how many topics are asked for at the end.
const mostAsked = 2_000

// askWhatIsKept subscribes anew to the topics of which only that tells whether they are kept.
func (o *lintOptions) askWhatIsKept(cmd *cobra.Command, p broker.Profile, live *lint.Live) error {
	topics := live.Unsure(mostAsked)
	if len(topics) == 0 {
		return nil
	}
	open := func(p broker.Profile, sink model.Sink) broker.Session {
		return client.Open(p, sink, client.Options{Log: logger(cmd)})
	}
	ctx, end := context.WithTimeout(context.WithoutCancel(cmd.Context()), lastAnswer) // an interrupt ends the listening, not its last question
	defer end()
	kept, err := retained.Find(ctx, p, retained.Search{Open: open, Filters: topics})
	if err != nil {
		return err
	}
	live.Asked(topics, kept.Payloads())
	return nil
}

func lintCount(f *lint.Found) int {
	n := len(f.Findings)
	for _, more := range f.More {
		n += more
	}
	return n
}

// lintSum sums up what was looked at.
func lintSum(f *lint.Found) string {
	words := []string{wording.Count(f.Topics, "{count} topic checked", "{count} topics checked"), wording.Count(lintCount(f), "{count} finding", "{count} findings")}
	if f.Unsure > 0 {
		words = append(words, wording.Count(f.Unsure, "{count} topic for which it is not known what the broker keeps", "{count} topics for which it is not known what the broker keeps"))
	}
	if f.Left > 0 {
		words = append(words, wording.Count(f.Left, "{count} message on further topics not checked", "{count} messages on further topics not checked"))
	}
	if f.Lost > 0 {
		words = append(words, wording.Count(f.Lost, "{count} message not read", "{count} messages not read"))
	}
	return strings.Join(words, ", ") + "."
}
