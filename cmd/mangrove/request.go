package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/draft"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/broker/request"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model"
	"mangrove/model/decode/schemas"
	"mangrove/model/printable"
	"mangrove/model/template"
)

// requestOptions are the flags of the request command.
type requestOptions struct {
	*login
	messageOptions
	resultOptions
	reply  string
	where  string
	table  string
	within time.Duration
}

func newRequestCommand(l *login) *cobra.Command {
	o := requestOptions{login: l}
	cmd := &cobra.Command{
		Use:   "request [URL]",
		Short: "Publish a message and wait for its answer",
		Long: "Publish a message and wait for its answer. With MQTT 5 it carries a response topic and correlation data, made up\n" +
			"unless they are given, and the answer is the message on that topic with that data. With --reply the answer is the\n" +
			"first message on a filter that arrives after the request, with --where the first that meets the condition, such as\n" +
			"state=ON or temperature>20. Retained messages are not answers.\n\n" +
			"With --csv the request is made once for every line of a table. Its columns are variables: {{.name}} in topic,\n" +
			"payload, properties and --reply is replaced by their values. The exit code is 0 only when every answer came.\n\n" +
			"With --format json each request is a line: topic, answer_topic, answer (or answer_base64 when it is not text),\n" +
			"latency_ms, and error if no answer came.\n\n" +
			propertyHelp + loginHelp,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return ask(cmd, args, &o) },
	}
	l.addFlags(cmd)
	o.messageOptions.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.reply, "reply", "", "filter of the answer, instead of a response topic")
	f.StringVar(&o.where, "where", "", "a condition on the answer, as in a search: state=ON, temperature>20, a text")
	f.StringVar(&o.table, "csv", "", "make the request for every line of this file, whose first line names the columns")
	f.DurationVar(&o.within, "within", 5*time.Second, "how long the answer may take")
	o.resultOptions.flags(f)
	return cmd
}

// asks is what the request command makes its requests of.
type asks struct {
	*requestOptions
	maker   *request.Maker
	devices []request.Device
}

// prepare reads what is given, before anything is connected.
func (o *requestOptions) prepare(cmd *cobra.Command) (a asks, err error) {
	a.requestOptions = o
	if err := o.check(); err != nil {
		return a, err
	}
	if o.within <= 0 {
		return a, problem.WithinNotPositive
	}
	o.template = o.template || o.table != "" // also for a payload that is read
	d, err := o.draft(cmd)
	if err != nil {
		return a, err
	}
	variables, err := o.environment()
	if err != nil {
		return a, err
	}
	a.devices = []request.Device{{Variables: variables}}
	if o.table != "" {
		if a.devices, err = request.ReadTable(o.table, profiles.ReadFile, variables); err != nil {
			return a, err
		}
		if len(a.devices) == 0 { // who asks nobody has no answer
			return a, problem.EmptyTable.With("file", printable.Name(o.table))
		}
	}
	d.Unattended = mayBecomeEmpty(&d)
	within := max(1, o.within.Milliseconds())
	a.maker, err = request.NewMaker(d, request.Reply{Filter: o.reply, Where: o.where, Within: within}, &schemas.Shelf{})
	return a, err
}

func ask(cmd *cobra.Command, args []string, o *requestOptions) error {
	a, err := o.prepare(cmd)
	if err != nil {
		return err
	}
	p, err := publishingProfile(cmd, args, o.login, o.protocol)
	if err != nil {
		return err
	}
	p.Once = true
	store, listeners := model.NewStore(model.Options{Budget: -1}), &model.Listeners{}
	s := careful{client.Open(p, listeners.Before(store), client.Options{Log: logger(cmd)}), &warnings{cmd: cmd}}
	defer s.Close() //nolint:errcheck // all that was wanted has come
	if err := connected(cmd.Context(), s); err != nil {
		return failure{err, p.Address}
	}
	if a.maker.NeedsV5() && s.Status().Version != broker.V5 {
		return problem.NoResponseTopic
	}
	t := &telling{out: cmd.OutOrStdout(), json: o.asJSON(), at: p.Address}
	values := template.Values{Environment: environmentVariable, Topic: asking(cmd.Context(), s, store), Start: time.Now()}
	if err := a.all(cmd.Context(), request.NewClient(s, listeners), values, t); err != nil {
		return failure{err, p.Address}
	}
	return nil
}

// all makes one request after the other.
func (a *asks) all(ctx context.Context, c *request.Client, v template.Values, t *telling) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	var unanswered, other error
	failed := 0
	c.All(ctx, request.Round{Devices: a.devices, Maker: a.maker, Values: v}, func(r request.Result) {
		if errors.Is(r.Err, draft.ErrClears) {
			r.Err = problem.BecameEmpty
		}
		t.answered(&r)
		var none *request.NoAnswer
		switch {
		case t.failed != nil:
			other = t.failed
			end()
		case errors.As(r.Err, &none):
			failed++
			unanswered = r.Err
		case r.Err != nil:
			other = r.Err
			end()
		}
	})
	switch {
	case other != nil:
		return other
	case ctx.Err() != nil:
		return ctx.Err()
	case len(a.devices) > 1 && failed > 0:
		return problem.RequestsUnanswered.With("unanswered", failed, "all", len(a.devices))
	}
	return unanswered
}

func (t *telling) answered(r *request.Result) {
	words := explain.Error(r.Err, t.at)
	if t.json {
		t.print(r.Line(words))
		return
	}
	if r.Err == nil {
		words = fmt.Sprintf("%s  %.1f ms  %s", r.Answer.Topic, milliseconds(r.Answer.Latency), r.Answer.Payload)
	}
	if _, err := fmt.Fprintln(t.out, printable.Line(r.Topic+"  "+words)); err != nil {
		t.failed = err
	}
}
