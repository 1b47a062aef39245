package main

import (
	"fmt"
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/discovery"
	"mangrove/broker/server"
	"mangrove/model/printable"
)

func newBrokerCommand() *cobra.Command {
	var listen string
	var announced bool
	cmd := &cobra.Command{
		Use:   "broker",
		Short: "Run the bundled broker without a window",
		Long: "Run the bundled broker until it is interrupted. It takes MQTT 5, 3.1.1 and 3.1, lets everyone in\n" +
			"who can reach the address, and keeps nothing after it has ended.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			log := slog.New(slog.NewTextHandler(printable.NewWriter(cmd.ErrOrStderr()), nil))
			b, err := server.Start(server.Options{Listen: listen, Log: log})
			if err != nil {
				return err
			}
			defer b.Close() //nolint:errcheck // it ends with the program
			if announced {
				announcement, err := announce(listen, b.Address())
				if err != nil {
					return err
				}
				defer announcement.Close() //nolint:errcheck // likewise
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), b.Address())
			if err == nil {
				<-cmd.Context().Done()
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&announced, "announce", false, "let others on the network find it, by mDNS; needs --listen beyond this machine")
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:1883", "host:port to listen on; without a host this machine only, and port 0 takes a free one")
	return cmd
}

// announce makes a broker known on the network, if others could reach it.
func announce(listen, url string) (io.Closer, error) {
	if !discovery.Reachable(listen) {
		return nil, fmt.Errorf("a broker on %s is for this machine only, so it is not announced; listen on 0.0.0.0:1883, for example", listen)
	}
	p, err := broker.ParseURL(url)
	if err != nil {
		return nil, err
	}
	return discovery.Announce(discovery.Announcement{Port: p.Address.Port, Secure: p.Address.Secure()})
}
