package series

import "testing"

// TestNamesOfNumbersWithDots and other signs that paths are made of are found again, as those
// of OPC UA and of meters have them.
func TestNamesOfNumbersWithDots(t *testing.T) {
	for payload, want := range map[string]float64{
		`{"ns=12,s=strWriteL.strBatterie.rSoll": 12}`:              12,
		`{"values":{"Demo.Dynamic.Scalar.Int16":"13963"}}`:         13963,
		`{"0-0:1.0.0":{"value":7}}`:                                7,
		`{"a\\.b":{"c.d":[1.5]}}`:                                  1.5,
		`{"":{"\"":{" ":3}}}`:                                      3,
		`{"values":{"2258":"1669287571807"}}`:                      1669287571807,
		`{"a.b":{"c":4},"a":{"b.c":"x"}}`:                          4,
		`{"unit \u00b0C":{"Temp\u00e9rature.ext\u00e9rieure":-2}}`: -2,
	} {
		list := Numbers([]byte(payload), 10)
		if len(list) != 1 || list[0].Value != want {
			t.Errorf("%s: %+v", payload, list)
			continue
		}
		if v, _, ok := Number([]byte(payload), list[0].Path); !ok || v != want {
			t.Errorf("%s at %s: %g, %t", payload, list[0].Path, v, ok)
		}
	}
}
