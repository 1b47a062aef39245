package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/explain"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// snapshotOptions are the flags of the snapshot command.
type snapshotOptions struct {
	*login
	filters  []string
	duration time.Duration
	format   string
	protocol string
	qos      string
	raw      bool
	decode   bool
	memory   int64 // MB
}

func newSnapshotCommand(l *login) *cobra.Command {
	o := snapshotOptions{login: l}
	cmd := &cobra.Command{
		Use:   "snapshot [URL]",
		Short: "Print the topics of a broker with their latest values",
		Long: "Subscribe, wait, and print every topic seen with its latest value, message count, QoS and retain flag.\n" +
			"An interrupt stops early. The exit code is not 0 if the broker could not be reached, refused or did not answer a\n" +
			"subscription, or ended the connection, or if the interrupt came before it had answered; what had arrived by then\n" +
			"is still printed.\n\n" +
			"Control characters and invisible characters are printed as escapes such as \\x1b. In CSV, a cell that a\n" +
			"spreadsheet would read as a formula begins with an apostrophe; plain numbers such as -5.2 are left alone. JSON\n" +
			"holds the exact bytes in base64, as does the CSV column payload. With --raw nothing is changed, and the format\n" +
			"tree prints one line for each topic: topic, space and payload, as mosquitto_sub -v does.\n\n" +
			loginHelp,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return snapshot(cmd, args, o) },
	}
	l.addFlags(cmd)
	f := cmd.Flags()
	f.StringArrayVar(&o.filters, "topic", []string{"#"}, "topic filter to subscribe to; may be repeated")
	f.DurationVar(&o.duration, "for", 5*time.Second, "how long to receive once subscribed")
	f.StringVar(&o.format, "format", "tree", "tree, json or csv")
	f.StringVar(&o.protocol, "protocol", "auto", "MQTT version: auto, 5, 3.1.1 or 3.1")
	f.StringVar(&o.qos, "qos", "best", "highest QoS to receive: 0, 1, 2, or best, which is 2 where that loses nothing")
	f.Int64Var(&o.memory, "memory", model.DefaultMemory/megabyte,
		"MB of memory for topics and their latest values; when it is full, the largest values go first, then the topics silent for longest")
	f.BoolVar(&o.decode, "decode", false, "in JSON, add the decoded value of each payload, as mangrove decode prints it; metrics of Sparkplug have the names of births that came before")
	f.BoolVar(&o.raw, "raw", false, "print topics and payloads unchanged, byte for byte")
	return cmd
}

// profile checks the flags and makes a profile of them.
func (o *snapshotOptions) profile(cmd *cobra.Command, args []string) (broker.Profile, error) {
	var none broker.Profile
	if printers[o.format] == nil {
		return none, problem.NoFormatTree.With("format", strconv.Quote(o.format))
	}
	qos, ok := map[string]byte{"0": 0, "1": 1, "2": 2, "best": broker.BestQoS}[o.qos]
	if !ok {
		return none, problem.NoQoSOrBest.With("QoS", strconv.Quote(o.qos))
	}
	return listening{o.login, o.protocol, o.filters, qos}.profile(cmd, args)
}

// listening is what the commands are given that listen for a while.
type listening struct {
	login    *login
	protocol string
	filters  []string
	qos      byte
}

// profile is the connection, with its own filters where it is stored and none are given.
func (l listening) profile(cmd *cobra.Command, args []string) (broker.Profile, error) {
	var none broker.Profile
	version, err := broker.ParseVersion(l.protocol)
	if err != nil {
		return none, err
	}
	asked, err := subscriptionsTo(l.filters, l.qos)
	if err != nil {
		return none, err
	}
	p, stored, err := l.login.named(cmd, args)
	if err != nil {
		return none, err
	}
	given := cmd.Flags().Changed
	if !stored || given("protocol") {
		p.Version = version
	}
	switch {
	case !stored, given("topic"):
		p.Subscriptions = asked
	case given("qos"):
		for i := range p.Subscriptions {
			p.Subscriptions[i].QoS = l.qos
		}
	}
	p.Once, p.Will = true, nil
	return p, nil
}

// subscriptionsTo asks for filters that can be asked for.
func subscriptionsTo(filters []string, qos byte) (all []broker.Subscription, err error) {
	for _, filter := range filters {
		if err := model.CheckFilter(filter); err != nil {
			return nil, problem.FilterInvalid.Because(err, "filter", strconv.Quote(filter))
		}
		all = append(all, broker.Subscription{Filter: filter, QoS: qos})
	}
	return all, nil
}

func snapshot(cmd *cobra.Command, args []string, o snapshotOptions) error {
	p, err := o.profile(cmd, args)
	if err != nil {
		return err
	}
	memory, err := inBytes("memory", o.memory, model.LeastMemory)
	if err != nil {
		return err
	}
	options := model.Options{Budget: -1, Memory: memory}
	if o.decode {
		options.Budget = historyOfBirths
	}
	store := model.NewStore(options)
	var beside *births
	if o.decode {
		beside = followBirths(store)
	}
	s := client.Open(p, store, client.Options{Log: logger(cmd)})
	last, err := receive(cmd.Context(), s, o.duration, beside.take)
	s.Close() //nolint:errcheck // all that was wanted has been received
	store.Tree().Tick(time.Now())
	if err != nil {
		err = failure{err, p.Address}
		if store.Topics() == 0 {
			return errors.Join(say(cmd, explain.SessionNotes(last.Notes)), err)
		}
	}
	return errors.Join(o.write(cmd, &taken{store: store, address: p.Address, version: last.Version, births: beside}), say(cmd, explain.SessionNotes(last.Notes)), err)
}

// say writes a note to standard error, unless it is empty.
func say(cmd *cobra.Command, note string) error {
	if note == "" {
		return nil
	}
	_, err := fmt.Fprintln(printable.NewWriter(cmd.ErrOrStderr()), wording.Fill("mangrove: {note}", "note", printable.Line(note)))
	return err
}

// write prints what was taken, and to standard error what there is to say of
// it.
func (o *snapshotOptions) write(cmd *cobra.Command, t *taken) error {
	printer := printers[o.format]
	if o.raw {
		printer = rawPrinters[o.format]
	}
	err := printer(cmd.OutOrStdout(), t)
	return errors.Join(err, say(cmd, t.note), say(cmd, letGo(t.store)))
}

// receive waits until the session is subscribed and then for a time. It gives
// how things stood when there was a connection last, and what went wrong. An
// interrupt before the broker has answered is something that went wrong. Meanwhile it
// takes what comes again and again.
func receive(ctx context.Context, s *client.Session, d time.Duration, take func()) (last broker.Status, err error) {
	began, end := time.Now(), time.Time{}
	for {
		take()
		st := s.Status()
		if st.Phase == broker.Stopped {
			return last, errors.Join(st.Problem)
		}
		var waits []string
		if st.Phase == broker.Connected {
			last = st
			waits, err = answers(st.Subscriptions)
			switch {
			case err != nil:
				return last, err
			case len(waits) == 0 && end.IsZero():
				end = time.Now().Add(d)
			}
		}
		left := 20 * time.Millisecond
		if !end.IsZero() {
			left = min(left, time.Until(end))
		}
		if left <= 0 {
			return last, nil
		}
		if !wait(ctx, left) {
			if now := s.Status(); now.Phase == broker.Connected {
				last = now
			}
			return last, interrupted(ctx, last, end, time.Since(began))
		}
	}
}

// interrupted is what an interrupt means: nothing, once everything is subscribed.
func interrupted(ctx context.Context, last broker.Status, end time.Time, after time.Duration) error {
	waits, denied := answers(last.Subscriptions)
	switch {
	case !end.IsZero():
		return nil
	case last.Phase != broker.Connected:
		return problem.ConnectStopped
	case denied != nil, len(waits) == 0:
		return denied
	}
	return &broker.Unanswered{Packet: "SUBSCRIBE", Subjects: waits, After: after, Err: ctx.Err()}
}

// answers lists the filters the broker has not answered, and every refusal.
func answers(grants []broker.Grant) (waits []string, denied error) {
	for _, g := range grants {
		if !g.Answered {
			waits = append(waits, g.Filter)
		}
		denied = errors.Join(denied, g.Denied)
	}
	return waits, denied
}
