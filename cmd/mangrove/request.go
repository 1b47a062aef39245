package main

import (
	"context"
	"crypto/rand"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/draft"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/broker/request"
	"mangrove/model"
	"mangrove/model/decode/schemas"
	"mangrove/model/printable"
	"mangrove/model/template"
)

// requestOptions are the flags of the request command.
type requestOptions struct {
	*login
	messageOptions
	reply    string
	where    string
	table    string
	within   time.Duration
	protocol string
	format   string
}

func newRequestCommand(l *login) *cobra.Command {
	o := requestOptions{login: l}
	cmd := &cobra.Command{
		Use:   "request [URL]",
		Short: "Publish a message and wait for the one that answers it",
		Long: "Publish a message and wait for its answer. With MQTT 5 it carries a response topic and correlation data, made up\n" +
			"unless they are given, and the answer is the message on that topic with that data. With --reply the answer is the\n" +
			"first message on a filter that comes after the request, with --where the first that the condition fits, such as\n" +
			"state=ON or temperature>20. What the broker keeps from before is no answer.\n\n" +
			"With --csv the request is made once for every line of a table. Its columns are variables: {{.name}} in topic,\n" +
			"payload, properties and --reply is what stands there. The exit code is 0 only when every answer came.\n\n" +
			"With --format json each request is a line: topic, answer_topic, answer (or answer_base64 when it is no text),\n" +
			"latency_ms, and error if no answer came.\n\n" +
			propertyHelp + loginHelp,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return ask(cmd, args, &o) },
	}
	l.addFlags(cmd)
	o.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.reply, "reply", "", "filter that the answer comes on, in place of a response topic")
	f.StringVar(&o.where, "where", "", "a condition on the answer, as in a search: state=ON, temperature>20, a text")
	f.StringVar(&o.table, "csv", "", "make the request for every line of this file, whose first line names the columns")
	f.DurationVar(&o.within, "within", 5*time.Second, "how long the answer may take")
	f.StringVar(&o.protocol, "protocol", "auto", "MQTT version: auto, 5, 3.1.1 or 3.1")
	f.StringVar(&o.format, "format", "text", "text or json")
	return cmd
}

// asks is what the request command makes its requests of.
type asks struct {
	*requestOptions
	maker  *draft.Maker
	filter *template.Template // of --reply
	query  *model.Query       // nil: there is no condition
	rows   []map[string]string
}

// prepare reads what is given, before anything is connected.
func (o *requestOptions) prepare(cmd *cobra.Command) (a asks, err error) {
	a.requestOptions = o
	if o.format != "text" && o.format != "json" {
		return a, fmt.Errorf("%q is not a format; use text or json", o.format)
	}
	if o.within <= 0 {
		return a, errors.New("give an answer some time with --within")
	}
	if a.query, err = model.ParseQuery(o.where); err != nil {
		return a, err
	}
	d, err := o.draft(cmd)
	if err != nil {
		return a, err
	}
	variables, err := o.environment()
	if err != nil {
		return a, err
	}
	a.rows = []map[string]string{variables}
	if o.table != "" {
		d.Template = true
		if a.rows, err = rowsOf(o.table, variables); err != nil {
			return a, err
		}
	}
	if o.reply == "" {
		answered(&d)
	}
	if a.filter, err = template.Parse(o.reply); err != nil {
		return a, &draft.Error{Field: draft.ResponseTopic, Err: err}
	}
	a.maker, err = draft.NewMaker(d, &schemas.Shelf{})
	return a, err
}

// answered makes up what is missing for an answer of MQTT 5.
func answered(d *draft.Draft) {
	if d.Properties == nil {
		d.Properties = &draft.Properties{}
	}
	if d.Properties.ResponseTopic == "" {
		d.Properties.ResponseTopic = "mangrove/answer/" + rand.Text()
	}
}

// mostRows and largestTable bound a table, in lines and bytes.
const (
	mostRows     = 100_000
	largestTable = 64 << 20
)

// rowsOf reads a table: what its columns are called, and what stands there.
func rowsOf(path string, besides map[string]string) ([]map[string]string, error) {
	content, err := profiles.ReadFile(path, largestTable)
	if err != nil {
		return nil, fmt.Errorf("the table cannot be read; name a file of no more than %s: %w", printable.Size(largestTable), err)
	}
	text := strings.TrimPrefix(string(content), "\ufeff")
	r := csv.NewReader(strings.NewReader(text))
	if first, _, _ := strings.Cut(text, "\n"); strings.Count(first, ";") > strings.Count(first, ",") {
		r.Comma = ';'
	}
	names, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("the table %s has no line with the names of its columns", printable.Name(path))
	}
	var rows []map[string]string
	for {
		cells, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return rows, nil
		case err != nil:
			return nil, fmt.Errorf("the table %s cannot be read: %w", printable.Name(path), err)
		case len(rows) == mostRows:
			return nil, fmt.Errorf("the table %s has more than %d lines", printable.Name(path), mostRows)
		}
		row := make(map[string]string, len(names)+len(besides))
		for name, value := range besides {
			row[name] = value
		}
		for i, name := range names {
			row[strings.TrimSpace(name)] = cells[i]
		}
		rows = append(rows, row)
	}
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
	s := client.Open(p, listeners.Before(store), client.Options{Log: logger(cmd)})
	defer s.Close() //nolint:errcheck // all that was wanted has come
	if err := connected(cmd.Context(), s); err != nil {
		return failure{err, p.Address}
	}
	if o.reply == "" && s.Status().Version != broker.V5 {
		return errors.New("a response topic needs MQTT 5, which this broker does not speak; say where the answer comes with --reply")
	}
	t := &telling{out: cmd.OutOrStdout(), json: o.format == "json", at: p.Address}
	values := template.Values{Environment: environmentVariable, Topic: asking(cmd.Context(), s, store), Start: time.Now()}
	if err := a.all(cmd.Context(), request.NewClient(s, listeners), values, t); err != nil {
		return failure{err, p.Address}
	}
	return nil
}

// all makes one request after the other.
func (a *asks) all(ctx context.Context, c *request.Client, v template.Values, t *telling) error {
	unanswered, first := 0, error(nil)
	for i, row := range a.rows {
		v.Index, v.Variables = i, row
		r, err := a.request(v)
		if err != nil {
			return err
		}
		got, err := c.Do(ctx, r)
		t.answered(r.Topic, got, err)
		var none *request.NoAnswer
		switch {
		case t.failed != nil:
			return t.failed
		case errors.As(err, &none):
			unanswered++
			first = errors.Join(first, err)
		case err != nil:
			return err
		}
	}
	if len(a.rows) > 1 && unanswered > 0 {
		return fmt.Errorf("%d of %d requests got no answer", unanswered, len(a.rows))
	}
	return first
}

// request is that for one line of the table.
func (a *asks) request(v template.Values) (request.Request, error) {
	p, err := a.maker.Make(v)
	if err != nil {
		return request.Request{}, err
	}
	r := request.Request{Publication: p, Within: a.within}
	if a.reply == "" {
		properties := *p.Properties
		if r.Correlated = true; len(properties.CorrelationData) == 0 {
			properties.CorrelationData = []byte(rand.Text())
		}
		r.Properties = &properties
	} else {
		filter, err := a.filter.Render(v)
		if err != nil {
			return request.Request{}, &draft.Error{Field: draft.ResponseTopic, Err: err}
		}
		r.Filter = string(filter)
	}
	if a.query != nil {
		r.Accept = func(m *model.Message) bool { return a.query.Match(m.Topic, m.Payload) }
	}
	return r, nil
}

// answerLine is a line of JSON.
type answerLine struct {
	Topic       string  `json:"topic"`
	AnswerTopic string  `json:"answer_topic,omitempty"`
	Answer      *string `json:"answer,omitempty"`
	Bytes       []byte  `json:"answer_base64,omitempty"`
	Latency     float64 `json:"latency_ms,omitempty"`
	Error       string  `json:"error,omitempty"`
}

func (t *telling) answered(topic string, got request.Answer, err error) {
	if t.json {
		line := answerLine{Topic: topic, AnswerTopic: got.Topic, Latency: milliseconds(got.Latency), Error: explain.Error(err, t.at)}
		switch {
		case err != nil:
		case utf8.Valid(got.Payload):
			text := string(got.Payload)
			line.Answer = &text
		default:
			line.Bytes = got.Payload
		}
		t.print(line)
		return
	}
	words := fmt.Sprintf("%s  %s  %.1f ms  %s", topic, got.Topic, milliseconds(got.Latency), got.Payload)
	if err != nil {
		words = topic + "  " + explain.Error(err, t.at)
	}
	if _, err := fmt.Fprintln(t.out, printable.Line(words)); err != nil {
		t.failed = err
	}
}
