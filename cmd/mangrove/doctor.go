package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/doctor"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model"
	"mangrove/model/printable"
)

// problem.Ill ends the command with an exit code: the steps have said why.
// doctorOptions are the flags of the doctor command.
type doctorOptions struct {
	*login
	tls       profiles.TLS
	protocol  string
	topics    []string
	noPublish bool
	publishTo string
	patience  time.Duration
}

func newDoctorCommand(l *login) *cobra.Command {
	o := doctorOptions{login: l}
	cmd := &cobra.Command{
		Use:   "doctor [URL]",
		Short: "Find out why a connection does not work",
		Long: "Test a connection step by step: name, port, TLS, MQTT, subscriptions, and a round trip of a message at each QoS.\n" +
			"Every step says what it found and what to do next. The messages go to a new topic under mangrove/doctor, or to\n" +
			"that of --publish-to, and are not retained; --no-publish sends none. The exit code is not 0 if a step failed. A\n" +
			"login that may not publish to or read that topic is only a warning.\n\n" +
			loginHelp,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return examine(cmd, args, o) },
	}
	l.addFlags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.tls.CA, "cafile", "", "file with the certificates of the authorities to trust, instead of the system's")
	f.StringVar(&o.tls.Certificate, "cert", "", "file with the client certificate")
	f.StringVar(&o.tls.Key, "key", "", "file with its private key")
	f.BoolVar(&o.tls.Outdated, "allow-outdated", false, "allow outdated servers: TLS 1.0 and 1.1, RSA key exchange, 3DES")
	f.StringVar(&o.protocol, "protocol", "auto", "MQTT version: auto, 5, 3.1.1 or 3.1")
	f.StringArrayVar(&o.topics, "topic", []string{"#"}, "topic filter to subscribe to; may be repeated")
	f.BoolVar(&o.noPublish, "no-publish", false, "publish nothing")
	f.StringVar(&o.publishTo, "publish-to", "", "topic of the messages, instead of one under mangrove/doctor")
	f.DurationVar(&o.patience, "patience", 10*time.Second, "how long each step may take")
	return cmd
}

// ownTLS are the flags that say of an address what a stored connection says itself.
var ownTLS = []string{"cafile", "cert", "key", "allow-outdated"}

// profile checks the flags and makes a profile of them.
func (o *doctorOptions) profile(cmd *cobra.Command, args []string) (broker.Profile, error) {
	var none broker.Profile
	version, err := broker.ParseVersion(o.protocol)
	if err != nil {
		return none, err
	}
	asked, err := subscriptionsTo(o.topics, broker.BestQoS)
	if err != nil {
		return none, err
	}
	given := cmd.Flags().Changed
	if at := slices.IndexFunc(ownTLS, given); at >= 0 && o.stored != "" {
		return none, problem.OwnCertificates.With("flag", ownTLS[at])
	}
	p, stored, err := o.named(cmd, args)
	if err != nil {
		return none, err
	}
	if !stored || given("protocol") {
		p.Version = version
	}
	if !stored || given("topic") {
		p.Subscriptions = asked
	}
	if stored {
		return p, nil
	}
	if at := slices.IndexFunc(ownTLS, given); at >= 0 && !p.Address.Secure() {
		return none, exit{unusable, problem.NoTLSAsked.With("flag", ownTLS[at])}
	}
	ready, err := profiles.Profile{Address: p.Address, TLS: o.tls}.Runtime(new(profiles.Memory))
	p.TLS, p.ReadTLS = ready.TLS, ready.ReadTLS
	return p, err
}

func examine(cmd *cobra.Command, args []string, o doctorOptions) error {
	p, err := o.profile(cmd, args)
	if err != nil {
		return err
	}
	if o.publishTo != "" {
		if err := model.CheckTopic(o.publishTo); err != nil {
			return problem.TopicInvalid.Because(err, "topic", strconv.Quote(o.publishTo))
		}
	}
	ctx, stop := context.WithCancel(cmd.Context())
	defer stop()
	out := &output{to: cmd.OutOrStdout()}
	healthy := doctor.Examine(ctx, p, doctor.Options{
		Network: client.Network{Log: logger(cmd)}, Publish: !o.noPublish && !p.ReadOnly, Topic: o.publishTo, Patience: o.patience,
	}, func(step doctor.Step) {
		_, _ = fmt.Fprintf(out, "%-8s %s (%s): %s\n", printable.Line(explain.StepState(step.State)), printable.Line(explain.Trial(step.Trial)), step.Took.Round(10*time.Microsecond), printable.Line(explain.Step(step)))
		for _, line := range explain.Details(step) {
			_, _ = fmt.Fprintf(out, "         %s\n", printable.Line(line))
		}
		if out.err != nil {
			stop() // nothing more is tried for nobody
		}
	})
	switch {
	case out.err != nil:
		return out.err
	case !healthy:
		return problem.Ill
	}
	return nil
}
