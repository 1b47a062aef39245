package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"mangrove/broker/audit"
	"mangrove/broker/client"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model/printable"
)

// auditOptions are the flags of the audit command.
type auditOptions struct {
	*login
	tls      profiles.TLS
	protocol string
	patience time.Duration
}

func newAuditCommand(l *login) *cobra.Command {
	o := auditOptions{login: l}
	cmd := &cobra.Command{
		Use:   "audit [URL]",
		Short: "Try out what a broker lets strangers do",
		Long: "Try out, on a broker that is yours to look after: a login without a name, a listener without encryption, old\n" +
			"versions of TLS, when the certificate expires, what this login may subscribe to, and whether commands are retained. It\n" +
			"connects several times, which the broker's log will show, and publishes nothing.\n\n" +
			"The exit code is 0 when all of it was tried and nothing was found, 1 when something was found or could not be tried,\n" +
			"2 when the address or an option cannot be used, and 3 when this login could not connect.\n\n" + loginHelp,
		Args: cobra.MaximumNArgs(1),
		RunE: o.run,
	}
	l.addFlags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.tls.CA, "cafile", "", "file with the certificates of the authorities to trust, instead of the system's")
	f.StringVar(&o.tls.Certificate, "cert", "", "file with the client certificate")
	f.StringVar(&o.tls.Key, "key", "", "file with its private key")
	f.StringVar(&o.protocol, "protocol", "auto", "MQTT version: auto, 5, 3.1.1 or 3.1")
	f.DurationVar(&o.patience, "patience", 10*time.Second, "how long each connection may take")
	return cmd
}

func (o *auditOptions) run(cmd *cobra.Command, args []string) error {
	with := doctorOptions{login: o.login, tls: o.tls, protocol: o.protocol}
	p, err := with.profile(cmd, args)
	if err != nil {
		return exit{unusable, err}
	}
	found, err := audit.Examine(cmd.Context(), p, audit.Options{Network: client.Network{Log: logger(cmd)}, Patience: o.patience, Now: time.Now()})
	bad, untried := 0, 0
	for i := range found {
		if found[i].Bad() {
			bad++
		} else {
			untried++
		}
		if _, err := fmt.Fprintln(cmd.OutOrStdout(), printable.Line(explain.AuditFinding(found[i], p.Address))); err != nil {
			return err
		}
	}
	switch {
	case err != nil:
		return exit{unreachable, failure{err, p.Address}}
	case bad > 0:
		return exit{notPassed, problem.ToMend.Of(bad)}
	case untried > 0:
		return exit{notPassed, problem.Untried.Of(untried)}
	}
	return say(cmd, "Nothing was found.")
}
