package value

import "testing"

// TestQuoteName: a search reads what is written here, see model's oddNames.
func TestQuoteName(t *testing.T) {
	for name, want := range map[string]string{
		"plain": "plain", `C:\dir\`: `C:\dir\`, `C:\my dir`: `"C:\my dir"`, `C:\my dir\`: `"C:\my dir\\"`, `a "b\"`: `"a \"b\\\""`, `5" pipe`: `"5\" pipe"`,
	} {
		if got := QuoteName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
