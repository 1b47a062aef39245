package main

import (
	"context"
	"log/slog"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"github.com/spf13/cobra"

	"mangrove/assets"
	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/discovery"
	"mangrove/broker/explain"
	"mangrove/broker/server"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model"
	"mangrove/ui"
	"mangrove/ui/look"
)

// appID names the program's settings; FyneApp.toml has it too.
const appID = "app.mangrove.explorer"

// windowOptions are the flags of the window.
type windowOptions struct {
	*login
	demo    bool
	history int64 // MB
	memory  int64 // MB
	look    string
	report  string
	size    string
}

func newWindowCommand(l *login) *cobra.Command {
	o := windowOptions{login: l}
	cmd := &cobra.Command{
		Use:   "mangrove [URL]",
		Short: "Explore the topics of an MQTT broker",
		Long: "Mangrove opens its window, connected to the broker at URL, such as mqtt://host:1883,\n" +
			"mqtts://user@host, ws://host/mqtt or wss://host. Without a URL it asks for one.\n\n" +
			loginHelp,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			profile, err := o.profile(cmd, args)
			if err != nil {
				return err
			}
			return runWindow(cmd, o, profile)
		},
	}
	l.addFlags(cmd)
	cmd.Flags().BoolVar(&o.demo, "demo", false, "start the built-in broker with simulated devices and connect to it")
	cmd.Flags().Int64Var(&o.history, "history", model.DefaultBudget/megabyte,
		"MB of messages to keep for each connection, within its memory; the oldest go first, 0 keeps only the latest values")
	cmd.Flags().Int64Var(&o.memory, "memory", model.DefaultMemory/megabyte, memoryHelp)
	cmd.Flags().StringVar(&o.look, "look", "", "theme: dark, light or system, instead of the one chosen last")
	cmd.Flags().StringVar(&o.report, "report", "", "write the state of the window to this file, for scripts that drive it")
	cmd.Flags().StringVar(&o.size, "size", "", "size of the window, such as 1280x800")
	return cmd
}

// profile is what an address stands for, nil when there is none.
func (o *windowOptions) profile(cmd *cobra.Command, args []string) (*broker.Profile, error) {
	flags := o.wanted()
	switch {
	case o.demo && len(args) > 0:
		return nil, problem.DemoAddress
	case o.demo && len(flags) > 0:
		return nil, problem.DemoFlags.With("flags", strings.Join(flags, ", "))
	case o.stored != "" && len(args) > 0:
		return nil, problem.BothNamed
	case o.stored != "" && len(flags) > 1:
		return nil, problem.WindowAsks.With("flag", flags[1])
	case len(args) == 0 && o.stored == "" && len(flags) > 0:
		return nil, problem.PasswordAlone.With("flag", flags[0])
	case len(args) == 0:
		return nil, nil //nolint:nilnil // none is no error
	}
	p, err := o.address(cmd, args[0])
	return &p, err
}

// budget is how many bytes of history a store keeps.
func (o *windowOptions) budget() (int64, error) {
	switch {
	case o.history < 0, o.history > math.MaxInt64/megabyte:
		return 0, problem.NoHistory.With("given", o.history)
	case o.history == 0:
		return -1, nil
	}
	return o.history * megabyte, nil
}

// runWindow returns when the window has been closed.
func runWindow(cmd *cobra.Command, o windowOptions, profile *broker.Profile) error {
	log := logger(cmd)
	main, system, err := o.kept()
	if err != nil {
		return err
	}
	chosen, err := look.Parse(o.look)
	if err != nil {
		return err
	}
	if err := checkReport(o.report); err != nil {
		return err
	}
	display, err := findDisplay()
	if err != nil {
		return err
	}
	var box broker.Box
	if o.demo {
		var p broker.Profile
		if box, p, err = startDemo(log); err != nil {
			return err
		}
		profile = &p
	}
	a := newApp()
	s := services(log, main, system)
	open := new(sessions)
	s.Connect = open.noting(s.Connect)
	leaveWithDisplay(open.leave)
	if o.report != "" {
		r := newReporter(o.report, log)
		defer r.Stop()
		s.Report = r.Put
	}
	s.Look, s.Display = chosen, display
	kept := keep(a, &s, log)
	w := ui.New(a, s)
	if err := w.Resize(o.size); err != nil {
		return err
	}
	switch {
	case box != nil:
		w.OpenBox(box, profile)
	case profile != nil:
		w.Connect(*profile)
	case o.stored != "":
		w.ConnectStored(o.stored)
	default:
		w.AutoConnect()
	}
	context.AfterFunc(cmd.Context(), open.leave) // the window may be busy
	stopOnSignal(cmd.Context(), a)
	w.Show()
	a.Run()
	w.Stop()
	kept.end(w.QuitByUser())
	return nil
}

// newApp is the toolkit's side of the program.
func newApp() fyne.App {
	a := app.NewWithID(appID)
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.IconPNG))
	forgetStopHook(a.Lifecycle())
	return a
}

// forgetStopHook has the toolkit run nothing of its own when its loop ends. It hands that
// to the loop, now and then at the moment at which the loop looks into its queue for the
// last time, and then waits for ever (2.7.1), with the window gone and the connections
// there. What it would do is to write its preferences, in whose place are ours.
func forgetStopHook(l fyne.Lifecycle) {
	if hooked, ok := l.(interface{ SetOnStoppedHookExecuted(run func()) }); ok {
		hooked.SetOnStoppedHookExecuted(nil)
	}
}

// services are what the window needs from outside.
func services(log *slog.Logger, main, system model.Options) ui.Services {
	newStore := func() *model.Store { return model.NewStore(main) }
	return ui.Services{
		NewStore: newStore,
		Connect: func(p broker.Profile, before broker.Opened) broker.Opened {
			if before.Store == nil {
				before.Store = newStore()
			}
			if before.System == nil || before.System == before.Store {
				before.System = model.NewStore(system)
			}
			return client.Watch(p, before, log)
		},
		StartBox: func(listen string) (broker.Box, error) {
			return server.Start(server.Options{Listen: listen, Log: log, Tell: logEvents(log), Refusal: explain.WillRefused})
		},
		Announce:     announce,
		StartDemo:    func() (broker.Box, broker.Profile, error) { return startDemo(log) },
		OpenProfiles: openProfiles,
		Browse:       discovery.Browse,
		Environment:  environmentVariable,
		Agent:        sshAgent(),
		Network:      client.Network{Log: log},
		SideButtons:  watchSideButtons,
		Version:      version,
	}
}
