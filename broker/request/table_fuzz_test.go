package request_test

import (
	"errors"
	"testing"

	"mangrove/broker/request"
)

// FuzzReadTable: whatever the file, each device has a value for every column, and something in one
// of them; or it is told why there are none.
func FuzzReadTable(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2\n", "\ufeffsep=;\r\na;b\r\n\"x\ny\";2\r\n;\n", "a\tb\r1\t2\r", "\xff\xfea\x00\n\x00", "a\n\"\"\"\"\n", "gr\xfcn;b\n;\n", "a,a\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		read := func(string, int64) ([]byte, error) { return content, nil }
		list, err := request.ReadTable("t.csv", read, map[string]string{"besides": "x"})
		var wrong *request.TableError
		if err != nil && (!errors.As(err, &wrong) || wrong.Path == "" || len(list) > 0) {
			t.Fatalf("%d devices, %v", len(list), err)
		}
		for _, d := range list {
			if len(d.Variables) != len(list[0].Variables) || len(d.Variables) < 1 {
				t.Fatalf("%q and %q", d.Variables, list[0].Variables)
			}
		}
	})
}
