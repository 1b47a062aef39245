package verification

import (
	"bytes"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"time"

	"mangrove/broker/explain"
	"mangrove/model/checklist"
	"mangrove/model/export"
	"mangrove/model/verify"
)

// Handover is what is written of a run that is over.
type Handover struct {
	List    *checklist.Checklist
	File    []byte // the checklist as it was read
	Run     *verify.Run
	Broker  string // its address, without secrets
	Version string // of this program
}

// result is a verdict as JSON has it.
type result struct {
	Subject    string     `json:"subject"`
	Device     bool       `json:"device"`
	Member     string     `json:"member,omitempty"`
	Topic      string     `json:"topic,omitempty"`
	Check      string     `json:"check"` // what it is called
	Kind       string     `json:"kind"`
	Of         string     `json:"of,omitempty"` // what of the subject the check is of: a path, a schema, a topic
	State      string     `json:"state"`
	Reason     string     `json:"reason"` // a code
	Values     *values    `json:"values"` // of the reason
	Why        string     `json:"why"`    // both as a sentence
	Samples    int        `json:"samples"`
	Violations int        `json:"violations"`
	Evidence   []evidence `json:"evidence,omitempty"`
	NotKept    bool       `json:"evidence_not_kept,omitempty"` // there was no room for it
	Waiver     *waiver    `json:"waiver,omitempty"`            // who accepts that it did not pass

	absent bool // it failed for nothing having come
}

// waiver is why a verdict is accepted as it is.
type waiver struct {
	Reason string `json:"reason"`
	By     string `json:"by"`
}

// sameSubject reports whether two verdicts are of one device or rule; one of each may have
// the same name.
func (r *result) sameSubject(other *result) bool {
	return r.Subject == other.Subject && r.Device == other.Device
}

// evidence is a message that a verdict rests on. Where more rest on it, only the first has its
// payload and properties in the JSON; the others have null and its number.
type evidence struct {
	Message    int       `json:"message"` // its number in this run
	At         time.Time `json:"at"`
	Topic      string    `json:"topic"`
	QoS        byte      `json:"qos"`
	Retained   bool      `json:"retained"`
	Dup        bool      `json:"dup,omitempty"`
	Payload    []byte    `json:"payload_base64"`
	Properties []byte    `json:"properties_base64,omitempty"`
	LeftOut    int       `json:"bytes_left_out,omitempty"`
	Hidden     bool      `json:"secret,omitempty"` // that is why; else there was no room for them

	read []byte // what it says, where its bytes do not
}

// gap is a time without a connection.
type gap struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// document is the whole as JSON has it.
type document struct {
	Site      checklist.Site `json:"site"`
	Checklist string         `json:"checklist_sha256"`
	Program   string         `json:"program"`
	Broker    string         `json:"broker"`
	Began     time.Time      `json:"began"`
	Ended     time.Time      `json:"ended"`
	Heard     float64        `json:"heard_seconds"` // with a connection
	Gaps      []gap          `json:"gaps"`
	Lost      int            `json:"lost_messages"`
	NotKept   int            `json:"evidence_not_kept"` // messages
	Granted   byte           `json:"granted_qos"`
	Refused   []string       `json:"refused_filters"`
	State     string         `json:"state"`
	Tally     tally          `json:"tally"`
	Devices   tally          `json:"devices"` // and members of rules, each by its worst check
	Absent    int            `json:"devices_never_seen"`
	Results   []result       `json:"results"`
}

// tally is how many verdicts there are of each state.
type tally struct {
	Pass          int `json:"pass"`
	Warn          int `json:"warn"`
	Fail          int `json:"fail"`
	Pending       int `json:"pending"`
	NotVerifiable int `json:"not_verifiable"`
	Manual        int `json:"manual"`
	Waived        int `json:"waived"` // which the others do not count
}

func (h *Handover) document() document {
	a, t := h.Run.Account(), h.Run.Tally()
	d := document{
		Site: h.List.Site, Checklist: hex.EncodeToString(h.List.Sum[:]), Program: "Mangrove " + h.Version, Broker: h.Broker,
		Began: a.Began, Ended: a.Ended, Heard: a.Heard.Seconds(), Gaps: []gap{}, Lost: a.Lost, NotKept: a.NotKept, Granted: a.Granted,
		Refused: append([]string{}, a.Refused...), State: string(t.State()), Tally: tally(t), Results: []result{},
	}
	for _, g := range a.Gaps {
		d.Gaps = append(d.Gaps, gap(g))
	}
	all := h.Run.Results()
	devices := verify.CountDevices(all)
	d.Devices, d.Absent = tally(devices.Tally), devices.Absent
	for _, one := range all {
		d.Results = append(d.Results, h.result(&one))
	}
	return d
}

func (h *Handover) result(one *verify.Result) result {
	r := result{
		Subject: one.Subject.ID, Device: one.Subject.Device, Member: one.Member, Topic: one.Topic, Check: explain.CheckName(one.Check),
		Kind: string(one.Check.Kind), Of: explain.CheckOf(one.Check), State: string(one.State), Reason: string(one.Reason.Code),
		Values: valuesOf(one.Reason), Why: explain.Verdict(one.Reason), Samples: one.Samples, Violations: one.Violations,
	}
	if w := one.Waiver; w != nil {
		r.Waiver = &waiver{w.Reason, w.By}
	}
	r.absent = verify.NeverThere([]verify.Result{*one})
	r.NotKept = one.Verdict.Evidence != nil && len(one.Verdict.Evidence) == 0
	for _, n := range one.Verdict.Evidence {
		r.Evidence = append(r.Evidence, h.cited(n))
	}
	return r
}

// cited is a message that verdicts rest on, by its number.
func (h *Handover) cited(n int) evidence {
	e := h.Run.Evidence(n)
	return evidence{n, e.At, e.Topic, e.QoS, e.Retained, e.Dup, e.Payload, e.Properties, e.LeftOut, e.Hidden, e.Read}
}

// JSON writes everything, with the exact bytes of the evidence.
func (h *Handover) JSON(w io.Writer) error {
	d := h.document()
	d.bytesOnce()
	results := d.Results
	d.Results = []result{}
	head, err := json.MarshalIndent(d, "", "  ")
	if err != nil || len(results) == 0 {
		return errors.Join(err, put(w, append(head, '\n')))
	}
	head = bytes.TrimSuffix(head, []byte("]\n}"))
	for i := range results { // one by one: with the evidence they are large
		one, err := json.MarshalIndent(&results[i], "    ", "  ")
		if err := errors.Join(err, put(w, head), put(w, []byte("\n    ")), put(w, one)); err != nil {
			return err
		}
		head = []byte{','}
	}
	return put(w, []byte("\n  ]\n}\n"))
}

func put(w io.Writer, b []byte) error {
	_, err := w.Write(b)
	return err
}

// bytesOnce leaves the bytes of a message to the first verdict that rests on it.
func (d *document) bytesOnce() {
	written := make(map[int]bool)
	for i := range d.Results {
		for j := range d.Results[i].Evidence {
			e := &d.Results[i].Evidence[j]
			switch {
			case written[e.Message]:
				e.Payload, e.Properties = nil, nil
			case e.Payload == nil:
				e.Payload = []byte{}
			}
			written[e.Message] = true
		}
	}
}

// CSV writes a row for each check (RFC 4180), harmless to spreadsheets.
func (h *Handover) CSV(w io.Writer) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if err := c.Write([]string{"subject", "member", "topic", "check", "state", "reason", "why", "samples", "violations", "evidence_at", "evidence_topic", "waived_by", "waiver"}); err != nil {
		return err
	}
	d := h.document()
	for i := range d.Results {
		r := &d.Results[i]
		at, topic := "", ""
		var w waiver
		if r.Waiver != nil {
			w = *r.Waiver
		}
		if len(r.Evidence) > 0 {
			at, topic = r.Evidence[0].At.Format(time.RFC3339Nano), r.Evidence[0].Topic
		}
		row := []string{r.Subject, r.Member, r.Topic, r.Check, r.State, r.Reason, r.Why, strconv.Itoa(r.Samples), strconv.Itoa(r.Violations), at, topic, w.By, w.Reason}
		for i := range row {
			row[i] = export.HarmlessCell(row[i])
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}
