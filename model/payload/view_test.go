package payload

import (
	"strings"
	"testing"
)

// TestViewsAreKeptByTheirCode, also those that earlier programs wrote as they were
// called in the window.
func TestViewsAreKeptByTheirCode(t *testing.T) {
	if len(Views()) != int(viewCount) {
		t.Fatalf("%d of %d views are offered", len(Views()), viewCount)
	}
	for i, v := range Views() {
		if int(v) != i || v.Code() == "" || ViewOf(v.Code()) != v || ViewOf(strings.ToUpper(v.Code())) != v {
			t.Errorf("%d has the code %q, which is that of %d", v, v.Code(), ViewOf(v.Code()))
		}
	}
	for name, want := range map[string]View{"Auto": AutoView, "JSON": PrettyView, "json": PrettyView, "Text": TextView, "Hex": HexView, "Image": ImageView} {
		if v := ViewOf(name); v != want {
			t.Errorf("%s, of an earlier program, is %d", name, v)
		}
	}
	for _, code := range []string{"", "avro"} {
		if v := ViewOf(code); v != AutoView {
			t.Errorf("%q is %d", code, v)
		}
	}
}
