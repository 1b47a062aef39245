package decode

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"testing"

	"mangrove/model/payload"
	"mangrove/model/value"
)

// sample is a line of testdata/payloads.jsonl, which payloads.py beside it writes.
type sample struct {
	Name        string
	Topic       string
	ContentType string `json:"type_"`
	UTF8        bool
	Ask         []Format
	Text        *string
	Hex         string

	As, Because []string
	Values      map[string]string // by path
	Flagged     []string          // paths of which one is doubled
	Type        string            // of the whole
	Odd         payload.Code
	Begin       int
	Consumed    *int
	Problem     Format
	Fault       value.FaultCode
	Offset      *int
}

func (s *sample) input(t testing.TB) Input {
	in := Input{Topic: s.Topic, ContentType: s.ContentType, UTF8: s.UTF8}
	if s.Ask != nil {
		in.Rule = &Rule{As: s.Ask, From: "a filter"}
	}
	if s.Text != nil {
		in.Payload = []byte(*s.Text)
		return in
	}
	b, err := hex.DecodeString(s.Hex)
	if err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	in.Payload = b
	return in
}

// samples reads what devices send.
func samples(t testing.TB) (all []sample) {
	file, err := os.Open("testdata/payloads.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 10<<20)
	for lines.Scan() {
		var s sample
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			t.Fatalf("%v: %s", err, lines.Bytes())
		}
		all = append(all, s)
	}
	return all
}

// TestPayloads has what devices send: each is read as what it is, for the right reason.
func TestPayloads(t *testing.T) {
	all := samples(t)
	if len(all) < 80 {
		t.Errorf("only %d samples", len(all))
	}
	for _, s := range all {
		t.Run(s.Name, func(t *testing.T) {
			in := s.input(t)
			r := Payload(in)
			var as, because []string
			for i := range r.As {
				as, because = append(as, string(r.As[i])), append(because, string(r.Because[i].Code))
			}
			if !slices.Equal(as, s.As) || !slices.Equal(because, s.Because) {
				t.Fatalf("%q because %q, want %q because %q; problem %+v", as, because, s.As, s.Because, r.Problem)
			}
			checkWhole(t, in, r)
			s.checkTree(t, r.Tree)
			s.checkRest(t, r)
		})
	}
}

// TestEveryChoiceHasASample: each format that is found by itself is in the table with
// every reason that it can be found for.
func TestEveryChoiceHasASample(t *testing.T) {
	has := map[string]bool{}
	for _, s := range samples(t) {
		for i, f := range s.As {
			has[f+" because "+s.Because[i]] = true
		}
	}
	want := func(f Format, because ...payload.Code) {
		for _, code := range because {
			if !has[string(f)+" because "+string(code)] {
				t.Errorf("there is no sample of %s because %s", f, code)
			}
		}
	}
	for _, e := range table {
		if len(e.begins) > 0 {
			want(e.format, payload.BeginsLike)
		}
		if len(e.types) > 0 {
			want(e.format, ByContentType)
		}
	}
	for _, c := range conventions {
		want(c.format, ByTopic)
	}
	want(Empty, payload.NoBytes)
	want(JSON, payload.WellFormed)
	want(Text, payload.ValidUTF8, ByTopic, ByIndicator)
	want(Number, IsNumber, EpochTime)
	want(Boolean, IsBoolean)
	want(Time, IsTime)
	want(Image, payload.BeginsLike)
	want(UTF16, payload.MarkedUTF16, payload.UTF16)
	want(Hex, Holds)
	want(Base64, Holds)
	want(CBOR, WholeObject, WholeList)
	want(MsgPack, WholeObject, WholeList)
	want(Protobuf, WholeMessage)
	want(Bytes, payload.NotUTF8, payload.ZeroByte, payload.ManyControls)
}

func (s *sample) checkTree(t *testing.T, tree *value.Tree) {
	for path, want := range s.Values {
		switch i := tree.Find(path); {
		case i < 0:
			t.Errorf("nothing stands at %s", path)
		case tree.Text(i) != want:
			t.Errorf("at %s stands %q, want %q", path, tree.Text(i), want)
		}
	}
	if s.Type != "" && tree.Type(0) != s.Type {
		t.Errorf("the type is %q, want %q", tree.Type(0), s.Type)
	}
	for _, path := range s.Flagged {
		first := tree.Find(path)
		if again := tree.Next(first); again >= tree.Len() || tree.Flags(again)&value.Doubled == 0 {
			t.Errorf("the second %s is not marked", path)
		}
	}
}

func (s *sample) checkRest(t *testing.T, r Result) {
	if r.Offset != s.Begin {
		t.Errorf("what is read begins at %d, want %d", r.Offset, s.Begin)
	}
	consumed := r.Size
	if s.Consumed != nil {
		consumed = *s.Consumed
	}
	if r.Consumed != consumed {
		t.Errorf("%d of %d bytes are read, want %d", r.Consumed, r.Size, consumed)
	}
	if s.Odd != "" && (len(r.Odd) == 0 || r.Odd[0].Code != s.Odd) {
		t.Errorf("odd are %v, want %s", r.Odd, s.Odd)
	}
	s.checkProblem(t, r)
}

func (s *sample) checkProblem(t *testing.T, r Result) {
	if s.Problem == "" || r.Problem == nil {
		if (s.Problem == "") != (r.Problem == nil) {
			t.Errorf("the problem is %+v, want one of %q", r.Problem, s.Problem)
		}
		return
	}
	var fault *value.Fault
	isFault := errors.As(r.Problem.Err, &fault)
	if r.Problem.As != s.Problem || s.Fault != "" && (!isFault || fault.Code != s.Fault) || s.Offset != nil && fault.Offset != *s.Offset {
		t.Errorf("the problem of %s is %#v, want %s of %s", r.Problem.As, r.Problem.Err, s.Fault, s.Problem)
	}
}

// checkWhole checks what holds of whatever is read.
func checkWhole(t *testing.T, in Input, r Result) {
	t.Helper()
	if len(r.As) == 0 || len(r.As) != len(r.Because) || r.Tree == nil || r.Tree.Len() == 0 {
		t.Fatalf("%q is %v because %v, with %v", in.Payload, r.As, r.Because, r.Tree)
	}
	if r.Size != len(in.Payload) || r.Consumed < 0 || r.Consumed > r.Size || r.Rest < 0 || r.Rest > len(r.Content) {
		t.Errorf("%d of %d bytes, and %d left of %d", r.Consumed, r.Size, r.Rest, len(r.Content))
	}
	if r.Offset >= 0 && string(in.Payload[r.Offset:][:len(r.Content)]) != string(r.Content) {
		t.Errorf("%q does not stand at %d of %q", r.Content, r.Offset, in.Payload)
	}
	checkRanges(t, r)
	if out := r.Tree.AppendJSON(nil, 0); !json.Valid(out) {
		t.Errorf("%v is written as %s", r.As, out)
	}
}

// checkRanges: the bytes of nodes are within the content, and are found by each of them.
// They begin in their order but for fields of protobuf, which may be repeated with others
// between: these stand in one list.
func checkRanges(t *testing.T, r Result) {
	t.Helper()
	mayBeMixed := slices.Contains([]Format{Protobuf, Sparkplug}, r.Format())
	const many = 1_000
	from := 0
	for i := range r.Tree.Len() {
		at, to := r.Tree.Range(i)
		if at < from && !mayBeMixed || at < 0 || to < at || to > len(r.Content) {
			t.Fatalf("node %d of %v is from %d to %d of %d, behind one from %d", i, r.As, at, to, len(r.Content), from)
		}
		from = at
		if at == to || i > many { // of mixed ones each is gone through
			continue
		}
		if found := r.Tree.At(at); found < 0 {
			t.Errorf("no node has byte %d, where node %d of %v begins", at, i, r.As)
		} else if begin, end := r.Tree.Range(found); at < begin || at >= end {
			t.Errorf("node %d, from %d to %d, is said to have byte %d", found, begin, end, at)
		}
	}
}
