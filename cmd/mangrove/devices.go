package main

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mangrove/broker/client"
	"mangrove/broker/devices"
	"mangrove/broker/explain"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model/device"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// devicesOptions are the flags of the devices command.
type devicesOptions struct {
	*login
	filters   []string
	templates []string
	duration  time.Duration
	format    string
	protocol  string
}

func newDevicesCommand(l *login) *cobra.Command {
	o := devicesOptions{login: l}
	cmd := &cobra.Command{
		Use:   "devices [URL]",
		Short: "List the devices on a broker",
		Long: "Listen to a broker and list the devices behind its topics: what they are, whether they can be reached and how that\n" +
			"is known, their battery and signal, how often they send, and what is wrong with them. Recognised are Zigbee2MQTT,\n" +
			"Tasmota, Shelly, ESPHome, Homie, Sparkplug B, OpenMQTTGateway, The Things Network, ChirpStack, OwnTracks, Ruuvi,\n" +
			"Frigate and what Home Assistant's discovery describes; --template 'site/{area}/{device}/#' says which topics are\n" +
			"devices of your own.\n\n" +
			"A retained message says how a device was at some earlier time, not that it is still there. So listen for at least\n" +
			"as long as the slowest device takes between two messages.\n\n" +
			"The exit code is not 0 if the broker could not be reached, refused a subscription, or ended the connection; what was\n" +
			"found by then is still printed. Programs and spreadsheets get more columns with --format json or csv.\n\n" + loginHelp,
		Args: cobra.MaximumNArgs(1),
		RunE: o.run,
	}
	l.addFlags(cmd)
	f := cmd.Flags()
	f.StringArrayVar(&o.filters, "topic", []string{"#"}, "topic filter to subscribe to; may be repeated")
	f.StringArrayVar(&o.templates, "template", nil, "topics of devices of your own, such as site/{area}/{device}/#; may be repeated")
	f.DurationVar(&o.duration, "for", 30*time.Second, "how long to listen once subscribed")
	f.StringVar(&o.format, "format", "table", "table, json or csv")
	f.StringVar(&o.protocol, "protocol", "auto", "MQTT version: auto, 5, 3.1.1 or 3.1")
	return cmd
}

// deviceWriters are how devices are written, by format.
var deviceWriters = map[string]func(*devices.Found, io.Writer) error{
	"table": (*devices.Found).Table,
	"json":  (*devices.Found).JSON,
	"csv":   (*devices.Found).CSV,
}

func (o *devicesOptions) run(cmd *cobra.Command, args []string) error {
	write := deviceWriters[o.format]
	if write == nil {
		return problem.NoFormatTable.With("format", strconv.Quote(printable.Line(o.format)))
	}
	templates := make([]device.Template, 0, len(o.templates))
	for _, text := range o.templates {
		t, err := device.ParseTemplate(text)
		if err != nil {
			return problem.TemplateInvalid.With("template", strconv.Quote(printable.Line(text)), "level", "{device}", "example", "site/{area}/{device}/#")
		}
		templates = append(templates, t)
	}
	p, err := listening{o.login, o.protocol, o.filters, 0}.profile(cmd, args)
	if err != nil {
		return err
	}
	p.Resume, p.SessionExpiry = false, 0 // what a broker kept for a session is of before
	live := devices.New(templates...)
	s := client.Open(p, live, client.Options{Log: logger(cmd)})
	last, err := receive(cmd.Context(), s, o.duration, func() {})
	s.Close() //nolint:errcheck // all that was wanted has been received
	found := live.Found(time.Now())
	if err != nil {
		err = failure{err, p.Address}
		if len(found.Devices) == 0 {
			return errors.Join(say(cmd, explain.SessionNotes(last.Notes)), err)
		}
	}
	return errors.Join(write(&found, cmd.OutOrStdout()), say(cmd, doubtsOf(&found)), say(cmd, explain.SessionNotes(last.Notes)), err)
}

// doubtsOf sums up what was found.
func doubtsOf(f *devices.Found) string {
	wrong := 0
	for i := range f.Devices {
		if slices.ContainsFunc(f.Devices[i].Problems, func(p device.Problem) bool { return p.Code != device.NeverHeard }) {
			wrong++
		}
	}
	words := []string{wording.Count(len(f.Devices), "{count} device", "{count} devices")}
	if wrong > 0 {
		words = append(words, wording.Fill("{wrong} with problems", "wrong", wrong))
	}
	if f.Left > 0 {
		words = append(words, "there are more than are listed")
	}
	if f.Lost > 0 {
		words = append(words, wording.Count(f.Lost, "{count} message not read", "{count} messages not read"))
	}
	return strings.Join(words, ", ") + "."
}
