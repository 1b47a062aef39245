package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"net"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/model/printable"
)

// harmful is 60 kB of what a terminal would obey, with a secret in it.
var harmful = strings.Repeat("\x1b[31m\u202e\u009b1m\u200b "+mark+" words ", 60_000/28)

// namesAHostileCertificateHas are 60 kB of names, and one that a terminal obeys.
func namesAHostileCertificateHas() brokertest.Names {
	return brokertest.Names{DNS: strings.Split(strings.Repeat("a-name-of-some-length.example\x1b[31m ", 1_700), " ")[:1_700], Common: harmful[:5_000]}
}

// harmless asserts that a text can be shown: no secret, nothing that a terminal
// obeys, no line that is too long.
func harmless(t *testing.T, what, said string) {
	t.Helper()
	unmarked(t, what, said)
	if printable.Text(said) != said {
		t.Errorf("%s is obeyed by a terminal: %.200q", what, said)
	}
	for line := range strings.Lines(said) {
		if len(line) > printable.LargestLine+50 {
			t.Errorf("%s has a line of %d bytes: %.100q", what, len(line), line)
		}
	}
}

// TestCommandsStandHostileBrokers drives all that a broker can say with 60 kB of
// what is dangerous, and looks at what the commands print: output, log, sentence.
func TestCommandsStandHostileBrokers(t *testing.T) {
	harms := brokertest.Harms(harmful[:60_000])
	certificates := brokertest.NewCertificates(t, namesAHostileCertificateHas())
	harms = append(harms, brokertest.Harm{Name: "shows a certificate full of names", Scheme: "mqtts", Serve: func(c net.Conn) {
		_, _ = tls.Server(c, certificates.Server(t)).Read(make([]byte, 1))
	}})
	for _, harm := range harms {
		if harm.Heavy && testing.Short() {
			continue
		}
		t.Run(harm.Name, func(t *testing.T) {
			t.Parallel()
			url := harm.Scheme + "://user:" + mark + "@" + brokertest.Listen(t, harm.Serve)
			if harm.Scheme == "ws" {
				url += "/mqtt?token=" + mark
			}
			for _, args := range [][]string{
				{"snapshot", "--for", "100ms"}, {"doctor", "--patience", "500ms", "--cafile", certificates.CAFile},
			} {
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
				var out, log bytes.Buffer
				cmd := newRoot()
				cmd.SetOut(&out)
				cmd.SetErr(&log)
				cmd.SetArgs(append(args, "--verbose", url))
				err := cmd.ExecuteContext(ctx)
				cancel()
				harmless(t, "the log of "+args[0], log.String())
				if args[0] == "doctor" || out.Len() < 1_000_000 { // topics are data, as long as they are
					unmarked(t, "the output of "+args[0], withoutTopics(out.String()))
				}
				if args[0] == "doctor" {
					harmless(t, "the output of the doctor", out.String())
				}
				var problem bytes.Buffer
				if err != nil {
					printProblem(&problem, err)
					harmless(t, "the sentence of "+args[0], problem.String())
					harmless(t, "the error of "+args[0], printable.Text(broker.Shorten(err.Error())))
				}
				if out.Len()+problem.Len() == 0 {
					t.Errorf("%s says nothing at all", args[0])
				}
			}
		})
	}
}

// withoutTopics is an output without lines of topics, which say what was published.
func withoutTopics(output string) string {
	var rest strings.Builder
	for line := range strings.Lines(output) {
		if !strings.Contains(line, "[QoS") && !strings.Contains(line, "message)") && !strings.Contains(line, "messages)") {
			rest.WriteString(line)
		}
	}
	return rest.String()
}
