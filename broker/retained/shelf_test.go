package retained

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
)

// TestShelf keeps the last clearing of each broker, in a folder or without one.
func TestShelf(t *testing.T) {
	for name, folder := range map[string]string{"in memory": "", "in a folder": filepath.Join(t.TempDir(), "below", "cleared"), "in an empty folder": t.TempDir()} {
		t.Run(name, func(t *testing.T) {
			s := NewShelf(folder)
			last := func(address string) string { return lastOf(t, s, address) }
			if last("mqtt://a") != "" {
				t.Error("something is there before anything was put")
			}
			at := time.Unix(1_700_000_000, 0).UTC()
			put := func(address string, n int) string {
				at = at.Add(time.Second)
				return putOn(t, s, Kept{Broker: address, At: at, Filters: []string{"site/#"}}, n)
			}
			first := put("mqtt://a", 30)
			s.FinishClearing(first, true)
			if last("mqtt://a") != first || last("mqtt://b") != first {
				t.Errorf("%q, %q", last("mqtt://a"), last("mqtt://b"))
			}
			vain := put("mqtt://a", 1)
			s.FinishClearing(vain, false) // nothing was cleared
			other := put("mqtt://b", 3)
			s.FinishClearing(other, true)
			if last("mqtt://a") != first || last("mqtt://b") != other || last("mqtt://c") != other {
				t.Errorf("%q, %q, %q", last("mqtt://a"), last("mqtt://b"), last("mqtt://c"))
			}
			if folder != "" {
				s = NewShelf(folder) // as another run does
				checkPrivate(t, filepath.Join(folder, first))
			}
			k, messages, err := s.Read(first)
			if err != nil || k.Broker != "mqtt://a" || !k.At.Equal(at.Add(-2*time.Second)) || !reflect.DeepEqual(messages, some(30, broker.V5)) {
				t.Errorf("%+v, %d, %v", k, len(messages), err)
			}
			checkShelfForgets(t, s, first, put)
		})
	}
}

// checkShelfForgets: only the last clearings of a few brokers are kept.
func checkShelfForgets(t *testing.T, s *Shelf, first string, put func(address string, n int) string) {
	t.Helper()
	for range mostOwn + 1 {
		s.FinishClearing(put("mqtt://a", 2), true)
	}
	if _, _, err := s.Read(first); err == nil {
		t.Error("what was cleared before the last time is still kept")
	}
	for i := range 3 * mostBrokers {
		s.FinishClearing(put(fmt.Sprintf("mqtt://many%d", i), 1), true)
	}
	if names, err := s.names(); err != nil || len(names) > mostBrokers+1 {
		t.Errorf("%d are kept, %v", len(names), err)
	}
	if _, _, err := s.Read("../" + first); !errors.Is(err, ErrNotKept) {
		t.Errorf("outside of the folder: %v", err)
	}
}

func checkPrivate(t *testing.T, path string) {
	t.Helper()
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("%v, %v", info, err)
	}
}

func lastOf(t *testing.T, s *Shelf, address string) string {
	t.Helper()
	name, err := s.Last(address)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func putOn(t *testing.T, s *Shelf, k Kept, n int) string {
	t.Helper()
	name, err := s.Put(k, some(n, broker.V5))
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// TestShelfKeepsWhatOtherRunsHaveCleared: a small clearing in another window, or the next day,
// takes away nothing that a large one before can be undone by; of many the last are kept.
func TestShelfKeepsWhatOtherRunsHaveCleared(t *testing.T) {
	folder, at := t.TempDir(), time.Unix(1_700_000_000, 0).UTC()
	clearSome := func(n int) string {
		at = at.Add(time.Second)
		s := NewShelf(folder) // a run of its own
		name := putOn(t, s, Kept{Broker: "mqtt://a", At: at}, n)
		s.FinishClearing(name, true)
		return name
	}
	large := clearSome(200)
	for range mostOf - 1 {
		clearSome(1)
	}
	if _, messages, err := NewShelf(folder).Read(large); err != nil || len(messages) != 200 {
		t.Errorf("of the large one there are %d messages, %v", len(messages), err)
	}
	clearSome(1)
	if names, err := NewShelf(folder).names(); err != nil || len(names) != mostOf || slices.Contains(names, large) {
		t.Errorf("kept: %q, %v", names, err)
	}
}

// TestShelfIsBounded in all that a message has, not in its payload alone.
func TestShelfIsBounded(t *testing.T) {
	long := strings.Repeat("x", 65_000)
	for name, m := range map[string]broker.Publication{
		"payloads":         {Payload: []byte(long)},
		"topics":           {Topic: long, Payload: []byte("x")},
		"user properties":  {Payload: []byte("x"), Properties: &broker.Properties{User: []broker.UserProperty{{Name: "n", Value: long}}}},
		"many properties":  {Payload: []byte("x"), Properties: &broker.Properties{User: slices.Repeat([]broker.UserProperty{{}}, 13_000)}},
		"response topics":  {Payload: []byte("x"), Properties: &broker.Properties{ResponseTopic: long}},
		"correlation data": {Payload: []byte("x"), Properties: &broker.Properties{CorrelationData: []byte(long)}},
		"content types":    {Payload: []byte("x"), Properties: &broker.Properties{ContentType: long}},
	} {
		if _, err := NewShelf("").Put(Kept{}, slices.Repeat([]broker.Publication{m}, MostShelved/65_000+1)); !errors.Is(err, ErrTooMuch) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAbsentAndOnly leave out topics.
func TestAbsentAndOnly(t *testing.T) {
	all := some(4, broker.V5)
	found := &Found{Messages: all[1:3]}
	if got := found.Absent(all); len(got) != 2 || got[0].Topic != all[0].Topic || got[1].Topic != all[3].Topic {
		t.Errorf("%v", got)
	}
	if got := found.Only([]string{all[2].Topic, all[3].Topic}); len(got) != 1 || got[0].Topic != all[2].Topic {
		t.Errorf("%v", got)
	}
}
