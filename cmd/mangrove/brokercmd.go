package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/discovery"
	"mangrove/broker/explain"
	"mangrove/broker/server"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

func newBrokerCommand() *cobra.Command {
	var listen string
	var announced, sure, demo bool
	cmd := &cobra.Command{
		Use:   "broker",
		Short: "Run the built-in broker without a window",
		Long: "Run the built-in broker until it is interrupted. It supports MQTT 5, 3.1.1 and 3.1, accepts anyone who\n" +
			"can reach it, and keeps nothing after it ends. It asks before listening where other machines can reach\n" +
			"it, unless --yes is given.\n\n" +
			"With --demo, the simulated devices of the window's demo connect to it: a house, a plant and a farm, to try every\n" +
			"command on.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := confirmOpen(cmd, listen, sure); err != nil {
				return err
			}
			log := slog.New(slog.NewTextHandler(printable.NewWriter(cmd.ErrOrStderr()), nil))
			b, err := server.Start(server.Options{Listen: listen, Log: log, Tell: logEvents(log), Refusal: explain.WillRefused})
			if err != nil {
				return err
			}
			box := broker.Box(b)
			if demo {
				if box, _, err = playDemo(b, log); err != nil {
					return err
				}
			}
			defer box.Close() //nolint:errcheck // it ends with the program
			if announced {
				announcement, err := announce(listen, b.Address())
				if err != nil {
					return err
				}
				defer announcement.Close() //nolint:errcheck // likewise
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), printable.Line(b.Address()))
			if err == nil {
				<-cmd.Context().Done()
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&announced, "announce", false, "announce it on the network by mDNS; needs --listen beyond this machine")
	cmd.Flags().BoolVar(&demo, "demo", false, "connect the simulated devices of the demo to it")
	cmd.Flags().BoolVar(&sure, "yes", false, "do not ask before listening where others can reach it")
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:1883", "host:port to listen on; without a host, this machine only; port 0 picks a free one")
	return cmd
}

// logEvents writes what happens in a broker to a log.
func logEvents(log *slog.Logger) func(broker.Event) {
	return func(e broker.Event) { log.Log(context.Background(), e.Level, explain.Event(e)) }
}

// longestAnswer is the most in bytes that is read of an answer.
const longestAnswer = 100

// confirmOpen says who can reach a broker that is about to listen, and asks
// whether that is meant.
func confirmOpen(cmd *cobra.Command, listen string, sure bool) error {
	if !discovery.Reachable(listen) {
		return nil
	}
	words := wording.Fill("The broker has no login. On {listen}, anyone who can reach this computer can connect, read all messages and publish without a password.",
		"listen", listen)
	if reach := discovery.Reach(listen); len(reach) > 0 {
		for i := range reach {
			reach[i] = "mqtt://" + reach[i]
		}
		words += wording.Fill(" It can be reached at {addresses}.", "addresses", strings.Join(reach, ", "))
	}
	if _, err := fmt.Fprintln(cmd.ErrOrStderr(), printable.Line(words)); err != nil || sure {
		return err
	}
	if sure, err := confirmed(cmd, "Start it?", "yes"); err != nil || sure {
		return err
	}
	return problem.BrokerNotSure
}

// confirmed asks a question, and reports whether a word is typed to say yes.
func confirmed(cmd *cobra.Command, question, word string) (bool, error) {
	if _, err := fmt.Fprint(cmd.ErrOrStderr(), printable.Line(wording.Fill("{question} Type {word}: ", "question", question, "word", word))); err != nil {
		return false, err
	}
	answer := make(chan string, 1)
	go func() { // ends with the input, at the latest with the program
		line, _ := bufio.NewReader(io.LimitReader(cmd.InOrStdin(), longestAnswer)).ReadString('\n')
		answer <- line
	}()
	select {
	case line := <-answer:
		return strings.EqualFold(strings.TrimSpace(line), word), nil
	case <-cmd.Context().Done():
		return false, nil
	}
}

// announce makes a broker known on the network, if others could reach it.
func announce(listen, url string) (io.Closer, error) {
	if !discovery.Reachable(listen) {
		return nil, problem.BrokerUnannounced.With("listen", listen)
	}
	p, err := broker.ParseURL(url)
	if err != nil {
		return nil, err
	}
	return discovery.Announce(discovery.Announcement{Port: p.Address.Port, Secure: p.Address.Secure()})
}
