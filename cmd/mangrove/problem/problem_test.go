package problem

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
)

// TestSaid goes through what a person reads of problems.
func TestSaid(t *testing.T) {
	missing := &fs.PathError{Op: "open", Path: "site.yaml", Err: syscall.ENOENT}
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"without values", NoTopic, "Give the topic with --topic."},
		{"with values", NoQoS.With("QoS", 3), "3 is not a QoS. Use 0, 1 or 2."},
		{"one", ToMend.Of(1), "There is 1 finding to mend."},
		{"several", ToMend.Of(2), "There are 2 findings to mend."},
		{"led to by another", ChecklistUnread.Because(missing, "file", "site.yaml", "limit", "32 MB"),
			"The checklist site.yaml cannot be read (there is no such file or folder). Name a file of no more than 32 MB."},
		{"ended by another", NotRestored.Because(missing, "file", "kept"), "Nothing was restored from kept: there is no file or folder site.yaml."},
		{"a value with braces", NoVariable.With("given", `"{why}"`), `"{why}" is not a variable. Write it as NAME=VALUE.`},
		{"two", Both(Waived.Of(1), Waived.Of(2)), "1 is waived. 2 are waived."},
		{"one of two", Both(nil, NoTopic), "Give the topic with --topic."},
	} {
		if got := explain.Error(c.err, broker.Address{}); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
	}
}

// TestChain: callers branch on what a problem is, and on what has led to it.
func TestChain(t *testing.T) {
	err := Both(NotVerified.Of(2), KeyUnread.Because(&os.PathError{Op: "open", Path: "k", Err: fs.ErrPermission}, "key", "k"))
	for name, is := range map[string]bool{
		"the first": errors.Is(err, NotVerified.Several), "the second": errors.Is(err, KeyUnread), "what led to it": errors.Is(err, fs.ErrPermission),
		"another": !errors.Is(err, KeyUnfit), "the other of the pair": !errors.Is(err, NotVerified.One), "without values": errors.Is(error(NoTopic), NoTopic),
	} {
		if !is {
			t.Errorf("%s is not told", name)
		}
	}
}
