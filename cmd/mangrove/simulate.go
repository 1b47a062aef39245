package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/broker/simulate"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// simulateOptions are the flags of the simulate command.
type simulateOptions struct {
	*login
	resultOptions
	during    time.Duration
	every     time.Duration
	seed      uint64
	checkOnly bool
}

func newSimulateCommand(l *login) *cobra.Command {
	o := simulateOptions{login: l}
	cmd := &cobra.Command{
		Use:   "simulate FILE [URL]",
		Short: "Simulate devices from a file",
		Long: "Simulate the devices of a YAML file: what they publish and when, how they answer commands, and how they fail.\n" +
			"They run until an interrupt, or for the time of --for, and then disconnect cleanly. The same seed repeats the\n" +
			"same run; without --seed the file's is used, or else a new one, which is printed.\n\n" +
			"The file format is described in docs/simulations/README.md, with examples beside it.\n\n" +
			"With --format json the state is a line every second, or as --every says: seconds, seed, devices, connections,\n" +
			"connected, connects, published, per_second, bytes, unconfirmed, refused, unmade, missed, commands, overrun, failures,\n" +
			"failing, and problem, the last one, in words.\n\n" + loginHelp,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error { return playDevices(cmd, args, &o) },
	}
	l.addFlags(cmd)
	f := cmd.Flags()
	f.DurationVar(&o.during, "for", 0, "stop after this time; by default at an interrupt")
	f.DurationVar(&o.every, "every", 0, "how often the state is printed; by default every second on a terminal and as JSON, otherwise every 10s")
	f.Uint64Var(&o.seed, "seed", 0, "random seed; the same seed repeats the same run")
	f.BoolVar(&o.checkOnly, "check", false, "only report what is wrong with the file")
	o.flags(f)
	return cmd
}

// devices reads the file, and its tables from the folder that it is in.
func (o *simulateOptions) devices(path string) (*simulate.File, error) {
	content, err := profiles.ReadFile(path, simulate.LargestFile)
	if err != nil {
		return nil, problem.DevicesUnread.Because(err, "file", printable.Name(path), "limit", printable.Size(simulate.LargestFile))
	}
	f, err := simulate.Read(content, profiles.Beside(path))
	if err != nil {
		return nil, err
	}
	if o.seed == 0 {
		o.seed = f.Seed
	}
	for o.seed == 0 {
		o.seed = rand.Uint64N(1_000_000_000) //nolint:gosec // it is to be typed again, not to be secret
	}
	return f, nil
}

// faultsSaid prints each fault of a file in a line of its own.
func faultsSaid(cmd *cobra.Command, path string, err error) error {
	var faults simulate.Faults
	if !errors.As(err, &faults) {
		return err
	}
	for _, f := range faults {
		if err := say(cmd, explain.Error(f, broker.Address{})); err != nil {
			return err
		}
	}
	return problem.DevicesFaulty.Of(len(faults), "file", printable.Name(path))
}

func playDevices(cmd *cobra.Command, args []string, o *simulateOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	if o.during < 0 || o.every < 0 {
		return problem.TimesNegative
	}
	f, err := o.devices(args[0])
	if err != nil || o.checkOnly {
		return faultsSaid(cmd, args[0], err)
	}
	p, err := publishingProfile(cmd, args[1:], o.login, o.protocol)
	switch {
	case err != nil:
		return err
	case p.ReadOnly:
		return failure{broker.ErrReadOnly, p.Address}
	}
	ctx := cmd.Context()
	if o.during > 0 {
		timed, end := context.WithTimeout(ctx, o.during)
		defer end()
		ctx = timed
	}
	log, w := logger(cmd), &warnings{cmd: cmd}
	run, err := simulate.Start(ctx, f, simulate.Options{Profile: p, Seed: o.seed, Open: func(p broker.Profile, sink model.Sink) simulate.Session {
		return careful{client.Open(p, sink, client.Options{Log: log}), w}
	}})
	if err != nil {
		return err
	}
	defer run.Stop()
	return o.follow(cmd.OutOrStdout(), run, p.Address)
}

// follow prints how a run stands until it has ended. Without a first connection there is
// nothing to go on with.
func (o *simulateOptions) follow(out io.Writer, run *simulate.Run, at broker.Address) error {
	state := &stateLines{out: out, json: o.asJSON(), at: at, seed: o.seed, screen: isScreen(out)}
	every := o.every
	if every == 0 {
		if every = time.Second; !state.json && !state.screen {
			every = 10 * time.Second
		}
	}
	state.begin(run.Status())
	next := time.Now().Add(every)
	tick := time.NewTicker(min(every, 100*time.Millisecond))
	defer tick.Stop()
	for state.failed == nil {
		select {
		case <-run.Done():
			state.end(run.Status())
			return state.failed
		case <-tick.C:
		}
		s := run.Status()
		if s.Connects == 0 && s.Problem != nil {
			run.Stop()
			return failure{s.Problem, at}
		}
		if !time.Now().Before(next) {
			next = next.Add(every)
			state.line(s)
		}
	}
	run.Stop()
	return state.failed
}

// isScreen reports whether somebody looks at what is printed while it is.
func isScreen(out io.Writer) bool {
	f, ok := out.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) //nolint:gosec // no file has a number that large
}

// stateLines print how a run stands.
type stateLines struct {
	out          io.Writer
	json, screen bool
	at           broker.Address
	seed         uint64
	before       simulate.Status
	when         time.Time
	told         string // the last problem
	ended        bool
	failed       error // printing did
}

// stateLine is a line of JSON.
type stateLine struct {
	Seconds     float64 `json:"seconds"`
	Seed        uint64  `json:"seed"`
	Devices     int     `json:"devices"`
	Connections int     `json:"connections"`
	Connected   int     `json:"connected"`
	Connects    int     `json:"connects"`
	Published   int     `json:"published"`
	PerSecond   float64 `json:"per_second"`
	Bytes       int64   `json:"bytes"`
	Unconfirmed int     `json:"unconfirmed"`
	Refused     int     `json:"refused"`
	Unmade      int     `json:"unmade"`
	Missed      int     `json:"missed"`
	Commands    int     `json:"commands"`
	Overrun     int     `json:"overrun"`
	Failures    int     `json:"failures"`
	Failing     int     `json:"failing"`
	Problem     string  `json:"problem,omitempty"`
}

func (l *stateLines) begin(s simulate.Status) {
	l.before, l.when = s, s.Began
	if !l.json {
		l.print(wording.Fill("{devices} on {connections}, seed {seed}. An interrupt disconnects them cleanly.",
			"devices", wording.Count(s.Devices, "{count} device", "{count} devices"), "connections", wording.Count(s.Connections, "{count} connection", "{count} connections"), "seed", l.seed), true) //nolint:gosec // not negative
	}
}

// line prints the state; on a screen over the one before.
func (l *stateLines) line(s simulate.Status) {
	now := time.Now()
	rate := float64(s.Published-l.before.Published) / max(now.Sub(l.when).Seconds(), 0.001)
	l.before, l.when = s, now
	problem := explain.Error(s.Problem, l.at)
	if l.json {
		t := telling{out: l.out}
		t.print(stateLine{
			Seconds: float64(now.Sub(s.Began).Milliseconds()) / 1000, Seed: l.seed, Devices: s.Devices, Connections: s.Connections, Connected: s.Connected,
			Connects: s.Connects, Published: s.Published, PerSecond: float64(int(10*rate)) / 10, Bytes: s.Bytes, Unconfirmed: s.Unconfirmed, Refused: s.Refused,
			Unmade: s.Unmade, Missed: s.Missed, Commands: s.Commands, Overrun: s.Overrun, Failures: s.Failures, Failing: s.Failing, Problem: problem,
		})
		l.failed = t.failed
		return
	}
	if problem != "" && problem != l.told {
		l.told = problem
		l.print(problem, true)
	}
	l.print(l.words(s, now.Sub(s.Began), fmt.Sprintf("%.1f/s", rate)), !l.screen || l.ended)
}

// end prints the last state, with the rate of all of the run.
func (l *stateLines) end(s simulate.Status) {
	l.before, l.when = simulate.Status{}, s.Began
	l.ended = true
	l.line(s)
}

// words are the state for people: what is not as it should be only when there is any.
func (l *stateLines) words(s simulate.Status, since time.Duration, rate string) string {
	words := wording.Fill("Ended after {since}, {published} published, {rate}", "since", since.Truncate(time.Second), "published", s.Published, "rate", rate)
	if !l.ended {
		words = wording.Fill("{since}  {connected} of {connections} connected, {published} published, {rate}",
			"since", since.Truncate(time.Second), "connected", s.Connected, "connections", s.Connections, "published", s.Published, "rate", rate)
	}
	facts := []string{words}
	for _, more := range []struct {
		n            int
		one, several string
	}{
		{s.Failing, "{count} failing", "{count} failing"}, {s.Commands, "{count} command", "{count} commands"}, {s.Missed, "{count} missed", "{count} missed"},
		{s.Unconfirmed, "{count} not acknowledged", "{count} not acknowledged"}, {s.Refused, "{count} refused", "{count} refused"},
		{s.Unmade, "{count} not made", "{count} not made"}, {s.Overrun, "{count} command lost", "{count} commands lost"},
	} {
		if more.n > 0 {
			facts = append(facts, wording.Count(more.n, more.one, more.several))
		}
	}
	return strings.Join(facts, ", ")
}

// print writes a line; on a screen it takes the place of the state, which the next does
// with it unless it stays.
func (l *stateLines) print(words string, stays bool) {
	if l.failed != nil {
		return
	}
	if l.screen {
		_, l.failed = io.WriteString(l.out, "\r\x1b[K")
	}
	if _, err := fmt.Fprint(l.out, printable.Line(words)); err != nil {
		l.failed = err
	}
	if stays && l.failed == nil {
		_, l.failed = io.WriteString(l.out, "\n")
	}
}
