package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/broker/retained"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// retainedOptions are the flags of the retained command.
type retainedOptions struct {
	*login
	resultOptions
	filters []string
	clear   bool
	yes     bool
	keep    string
	restore string
	replace bool
	quiet   time.Duration
}

func newRetainedCommand(l *login) *cobra.Command {
	o := retainedOptions{login: l}
	cmd := &cobra.Command{
		Use:   "retained [URL]",
		Short: "List, clear or restore the retained messages of a broker",
		Long: "List the retained messages on topic filters, found with a new subscription. With --clear they are cleared:\n" +
			"it asks first, naming how many there are, unless --yes is given, and all of them are written to a file before,\n" +
			"which --restore publishes again byte for byte, with QoS and properties. Topics with a newer retained message\n" +
			"are then left alone, unless --replace is given. The exit code is 0 only when everything was acknowledged, and\n" +
			"the broker was seen to do it: what was cleared is not found again, what was restored is found as it was.\n\n" +
			"MQTT does not say which retained message is the last; the list is complete after --quiet without a message.\n\n" +
			loginHelp,
		Args: cobra.MaximumNArgs(1),
		RunE: o.run,
	}
	l.addFlags(cmd)
	f := cmd.Flags()
	f.StringArrayVar(&o.filters, "topic", nil, "topic filter; may be repeated")
	f.BoolVar(&o.clear, "clear", false, "clear them on the broker")
	f.BoolVar(&o.yes, "yes", false, "with --clear, do not ask")
	f.StringVar(&o.keep, "keep", "", "with --clear, the file that they are written to first (default retained-HOST-TIME.jsonl)")
	f.StringVar(&o.restore, "restore", "", "publish the messages of this file again")
	f.BoolVar(&o.replace, "replace", false, "with --restore, also where the broker keeps a newer message")
	f.DurationVar(&o.quiet, "quiet", retained.DefaultQuiet, "complete after this long without a message")
	o.flags(f)
	return cmd
}

// check finds what does not go together.
func (o *retainedOptions) check() error {
	if err := o.resultOptions.check(); err != nil {
		return err
	}
	switch {
	case o.restore == "" && len(o.filters) == 0:
		return problem.NoFilter
	case o.quiet <= 0:
		return problem.QuietNotPositive
	}
	for _, filter := range o.filters {
		if err := model.CheckFilter(filter); err != nil {
			return problem.FilterInvalid.Because(err, "filter", strconv.Quote(filter))
		}
		if strings.HasPrefix(filter, "$share/") { // (MQTT 5, 4.8.2)
			return problem.SharedFilter.With("filter", strconv.Quote(filter))
		}
	}
	return nil
}

func (o *retainedOptions) run(cmd *cobra.Command, args []string) error {
	if err := o.check(); err != nil {
		return err
	}
	p, err := publishingProfile(cmd, args, o.login, o.protocol)
	switch {
	case err != nil:
		return err
	case p.ReadOnly && (o.clear || o.restore != ""): // before it is asked, and a file is written
		return failure{broker.ErrReadOnly, p.Address}
	}
	t := &telling{out: cmd.OutOrStdout(), json: o.asJSON(), at: p.Address}
	if o.restore != "" {
		err = o.bringBack(cmd, p, t)
	} else {
		err = o.list(cmd, p, t)
	}
	if err != nil {
		return failure{err, p.Address}
	}
	return nil
}

// find looks for retained messages.
func (o *retainedOptions) find(cmd *cobra.Command, p broker.Profile, filters []string) (*retained.Found, error) {
	return retained.Find(cmd.Context(), p, o.search(cmd, filters))
}

func (o *retainedOptions) search(cmd *cobra.Command, filters []string) retained.Search {
	return retained.Search{Open: client.Network{Log: logger(cmd)}.Open, Filters: filters, Quiet: o.quiet}
}

// list prints what is found, and clears it if that is wanted.
func (o *retainedOptions) list(cmd *cobra.Command, p broker.Profile, t *telling) error {
	found, err := o.find(cmd, p, o.filters)
	if err != nil {
		return err
	}
	for _, m := range found.Messages {
		t.kept(m)
	}
	if err := errors.Join(t.failed, o.doubts(cmd, found)); err != nil || !o.clear || len(found.Messages) == 0 {
		return err
	}
	return o.forget(cmd, p, found, t)
}

// doubts says what is not known of what was found.
func (o *retainedOptions) doubts(cmd *cobra.Command, found *retained.Found) error {
	var words []string
	if n := len(found.Odd); n > 0 {
		words = append(words, wording.Count(n, "{count} topic has properties that cannot be read: {first}.", "{count} topics have properties that cannot be read, the first is {first}.", "first", found.Odd[0]))
	}
	if found.NoQoS > 0 {
		words = append(words, wording.Fill("The QoS of {unknown} of them is not known and counts as 0.", "unknown", found.NoQoS))
	}
	if found.Full {
		words = append(words, wording.Fill("There are more than {limit} messages or {size}; the others are left out.",
			"limit", retained.MostMessages, "size", printable.Size(retained.MostBytes)))
	}
	return say(cmd, strings.Join(words, " "))
}

// forget has the broker forget what was found, after it is written to a file.
func (o *retainedOptions) forget(cmd *cobra.Command, p broker.Profile, found *retained.Found, t *telling) error {
	if n := len(found.Messages); !o.yes {
		question := wording.Count(n, "{address} will delete {count} retained message.", "{address} will delete {count} retained messages.", "address", p.Address)
		if sure, err := confirmed(cmd, question, wording.Fill("clear {count}", "count", n)); err != nil || !sure {
			return errors.Join(err, problem.NotConfirmed)
		}
	}
	messages, watch, err := o.again(cmd, p, found)
	if err != nil {
		return err
	}
	defer watch.Close()
	if len(messages) == 0 {
		return nil
	}
	file, err := o.write(cmd, p, messages)
	if err != nil {
		return err
	}
	s, err := retained.Connect(cmd.Context(), p, client.Network{Log: logger(cmd)}.Open)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // all that was wanted is acknowledged
	topics := (&retained.Found{Messages: messages}).Topics()
	r := retained.Clear(cmd.Context(), s, topics, nil)
	late := o.writeLater(cmd, p, keptFile{file, messages}, watch)
	if r.Done == 0 {
		return problem.Both(late, t.outcome(cmd, "Cleared {done} of {all}.", r, len(messages)))
	}
	unseen := r.Confirm(cmd.Context(), p, o.search(cmd, o.filters), topics)
	if err := t.outcome(cmd, "Cleared {done} of {all}.", r, len(messages)); err != nil || unseen == nil {
		return problem.Both(late, err)
	}
	return problem.Both(late, problem.ClearedUnseen.Because(unseen))
}

// again looks at what the broker keeps by now of what was found: the question may have stood
// there for long, and what is newer is to be in the file as well. What comes from then on is
// watched.
func (o *retainedOptions) again(cmd *cobra.Command, p broker.Profile, found *retained.Found) ([]broker.Publication, *retained.Watch, error) {
	now, watch, err := retained.FindAndWatch(cmd.Context(), p, o.search(cmd, o.filters))
	if err != nil {
		return nil, nil, err
	}
	was := make(map[string][]byte, len(found.Messages))
	for _, m := range found.Messages {
		was[m.Topic] = m.Payload
	}
	messages, newer := now.Only(found.Topics()), 0
	for _, m := range messages {
		if !bytes.Equal(m.Payload, was[m.Topic]) {
			newer++
		}
	}
	var words []string
	switch gone := len(found.Messages) - len(messages); {
	case len(messages) == 0:
		words = append(words, "Nothing was cleared: the broker no longer keeps any of them.")
	case gone > 0:
		words = append(words, wording.Fill("The broker no longer keeps {count} of them.", "count", gone))
	}
	if newer > 0 {
		words = append(words, wording.Count(newer, "{count} message is newer than listed; the file has the newest.", "{count} messages are newer than listed; the file has the newest."))
	}
	if err := say(cmd, strings.Join(words, " ")); err != nil {
		watch.Close()
		return nil, nil, err
	}
	return messages, watch, nil
}

// keptFile is a file with messages that are cleared.
type keptFile struct {
	file     string
	messages []broker.Publication
}

// writeLater writes the file again where devices have published since, which was cleared with
// the rest.
func (o *retainedOptions) writeLater(cmd *cobra.Command, p broker.Profile, of keptFile, watch *retained.Watch) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(cmd.Context()), 5*time.Second) // also of what is interrupted
	defer cancel()
	later := watch.Later(ctx)
	if len(later) == 0 {
		return nil
	}
	if err := o.keepIn(of.file, p, retained.WithLater(of.messages, later)); err != nil {
		return problem.LaterNotKept.Because(err, "file", printable.Name(of.file))
	}
	return say(cmd, wording.Count(len(later), "{count} newer message came while they were cleared; the file has the newest.", "{count} newer messages came while they were cleared; the file has the newest."))
}

// keepIn writes messages to the file.
func (o *retainedOptions) keepIn(file string, p broker.Profile, messages []broker.Publication) error {
	return retained.Keep(file, retained.Kept{Broker: p.Address.PublicURL(), At: time.Now(), Filters: o.filters}, messages)
}

// write keeps messages in a file before they are cleared.
func (o *retainedOptions) write(cmd *cobra.Command, p broker.Profile, messages []broker.Publication) (file string, err error) {
	file = o.keep
	if file == "" {
		file = fmt.Sprintf("retained-%s-%s.jsonl", fileName(p.Address.Host), time.Now().Format("20060102-150405"))
	}
	if _, err := os.Lstat(file); err == nil {
		return "", problem.KeepThere.With("file", printable.Name(file))
	}
	if err := o.keepIn(file, p, messages); err != nil {
		return "", problem.NotKept.Because(err, "file", printable.Name(file))
	}
	return file, say(cmd, wording.Fill("The messages are in {name}; --restore publishes them again.", "name", printable.Name(file)))
}

// fileName is a host as part of a file's name.
func fileName(host string) string {
	return strings.Map(func(r rune) rune {
		if r == '.' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, host)
}

// largestKept is what is read of a file of retained messages, in bytes.
const largestKept = 4 << 30

// bringBack publishes what is in a file.
func (o *retainedOptions) bringBack(cmd *cobra.Command, p broker.Profile, t *telling) error {
	content, err := profiles.ReadFile(o.restore, largestKept)
	if err != nil {
		return problem.RetainedUnread.Because(err, "file", printable.Name(o.restore))
	}
	kept, messages, err := retained.Read(content)
	if err != nil {
		return problem.NotRestored.Because(err, "file", printable.Name(o.restore))
	}
	messages, err = o.lasting(cmd, kept, messages)
	filters := kept.Looked(messages)
	if err == nil && !o.replace && len(messages) > 0 {
		messages, err = o.older(cmd, p, filters, messages)
	}
	if err != nil {
		return err
	}
	s, err := retained.Connect(cmd.Context(), p, client.Network{Log: logger(cmd)}.Open)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // all that was wanted is acknowledged
	r := retained.Restore(cmd.Context(), s, messages, nil)
	if r.Done == 0 {
		return t.outcome(cmd, "Restored {done} of {all}.", r, len(messages))
	}
	unseen := r.ConfirmRestored(cmd.Context(), p, o.search(cmd, filters), messages)
	err = t.outcome(cmd, "Restored {done} of {all}.", r, len(messages))
	if unseen != nil {
		unseen = problem.RestoredUnseen.Because(unseen)
	}
	return errors.Join(err, unseen)
}

// lasting leaves out the messages that have expired since they were kept.
func (o *retainedOptions) lasting(cmd *cobra.Command, k retained.Kept, messages []broker.Publication) ([]broker.Publication, error) {
	left := k.Lasting(messages, time.Now())
	if n := len(messages) - len(left); n > 0 {
		return left, say(cmd, wording.Count(n, "{count} message expired in the meantime and cannot be restored.", "{count} messages expired in the meantime and cannot be restored."))
	}
	return left, nil
}

// older leaves out the messages for whose topics the broker keeps something.
func (o *retainedOptions) older(cmd *cobra.Command, p broker.Profile, filters []string, messages []broker.Publication) ([]broker.Publication, error) {
	found, err := o.find(cmd, p, filters)
	if err != nil {
		return nil, err
	}
	left := found.Absent(messages)
	if skipped := len(messages) - len(left); skipped > 0 {
		return left, say(cmd, wording.Count(skipped, "{count} topic was left alone, because the broker keeps something newer for it; --replace replaces that.",
			"{count} topics were left alone, because the broker keeps something newer for them; --replace replaces that."))
	}
	return left, nil
}

// keptLine is a line of JSON.
type keptLine struct {
	Topic  string `json:"topic"`
	QoS    byte   `json:"qos"`
	Bytes  int    `json:"bytes"`
	Base64 []byte `json:"payload_base64"`
}

// kept prints a message that the broker keeps.
func (t *telling) kept(m broker.Publication) {
	switch {
	case t.failed != nil:
	case t.json:
		t.print(keptLine{m.Topic, m.QoS, len(m.Payload), m.Payload})
	default:
		_, t.failed = fmt.Fprintln(t.out, printable.Line(fmt.Sprintf("%s  %s", m.Topic, m.Payload)))
	}
}

// outcome says what has become of messages.
func (t *telling) outcome(cmd *cobra.Command, did string, r retained.Result, of int) error {
	if err := say(cmd, wording.Fill(did, "done", r.Done, "all", of)); err != nil {
		return err
	}
	for _, one := range r.Failed[min(1, len(r.Failed)):] { // the first is named below
		if err := say(cmd, wording.Fill("Failed on the topic {topic}. {why}", "topic", one.Topic, "why", explain.Error(one.Err, t.at))); err != nil {
			return err
		}
	}
	switch {
	case len(r.Failed) > 0:
		one := r.Failed[0]
		return problem.TopicsFailed.With("failed", len(r.Failed), "all", of, "topic", one.Topic, "reason", explain.Error(one.Err, t.at))
	case len(r.Left) > 0:
		return problem.TopicsStopped.With("left", len(r.Left), "all", of)
	}
	return nil
}
