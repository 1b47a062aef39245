package main

import (
	"errors"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"mangrove/broker/server"
)

func newBrokerCommand() *cobra.Command {
	var listen string
	cmd := &cobra.Command{
		Use:   "broker",
		Short: "Run the bundled broker without a window",
		Long: "Run the bundled broker until it is interrupted. It takes MQTT 5, 3.1.1 and 3.1, lets everyone in\n" +
			"who can reach the address, and keeps nothing after it has ended.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			log := slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil))
			b, err := server.Start(server.Options{Listen: listen, Log: log})
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), b.Address())
			if err == nil {
				<-cmd.Context().Done()
			}
			return errors.Join(err, b.Close())
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:1883", "host:port to listen on; port 0 takes a free one")
	return cmd
}
