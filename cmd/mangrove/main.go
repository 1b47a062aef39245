// Command mangrove is an explorer for MQTT: a window, the same without one, and
// a built-in broker.
package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	_ "mangrove/cmd/mangrove/locale" // before the toolkit looks for one
	"mangrove/model/printable"
)

// version is set by the build.
var version = "development"

// garbage is how much of what is in use may be garbage, in per cent, before it
// is collected. What the store holds has no pointers in it, so that collecting
// costs a millisecond, and a quarter saves hundreds of megabytes.
const garbage = 25

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	signal.Ignore(syscall.SIGPIPE) // who does not read our output any more does not end connections out of order
	ctx, stop := signal.NotifyContext(context.Background(), endings()...)
	err := execute(ctx, newRoot(), os.Stdout)
	stop()
	switch {
	case unread(err):
		os.Exit(1) // nobody reads on, and there is nobody to tell
	case err != nil:
		printProblem(os.Stderr, err)
		os.Exit(exitCode(err))
	}
}

// newRoot is the whole command line.
func newRoot() *cobra.Command {
	l := new(login)
	root := newWindowCommand(l)
	root.Version = version
	root.SilenceErrors, root.SilenceUsage = true, true
	root.PersistentPreRunE = func(cmd *cobra.Command, args []string) error {
		return errors.Join(l.inherit(), checkEffects(cmd, args))
	}
	root.AddCommand(newSnapshotCommand(l), newBrokerCommand(), newDoctorCommand(l), newDecodeCommand(), newPublishCommand(l), newRequestCommand(l), newRetainedCommand(l), newSimulateCommand(l), newVerifyCommand(l), newDevicesCommand(l), newLintCommand(l), newAuditCommand(l), newLearnCommand(l))
	root.PersistentFlags().BoolP("verbose", "v", false, "log what happens to standard error")
	return root
}

// logger writes to standard error when asked to, and nowhere otherwise. What
// libraries log goes the same way.
func logger(cmd *cobra.Command) *slog.Logger {
	log := slog.New(slog.DiscardHandler)
	if verbose, err := cmd.Flags().GetBool("verbose"); err == nil && verbose {
		log = slog.New(slog.NewTextHandler(printable.NewWriter(cmd.ErrOrStderr()), &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	slog.SetDefault(log)
	return log
}
