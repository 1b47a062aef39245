package blueprint

import "testing"

// TestListsOfSpreadsheets are read however these write them.
func TestListsOfSpreadsheets(t *testing.T) {
	for name, table := range map[string]string{
		"Unicode text":          "\xff\xfei\x00d\x00\t\x00t\x00o\x00p\x00i\x00c\x00\r\x00\n\x00f\x00a\x00n\x00\t\x00a\x00/\x00b\x00\r\x00\n\x00",
		"lines of a Macintosh":  "id,topic\rfan,a/b\r",
		"a separator that says": "sep=;\r\nid;topic;a,b,c\r\nfan;a/b\r\n",
		"rows that end early":   "id,topic,room,floor\nfan,a/b\n",
	} {
		d, err := Read([]byte(table), Asked{Name: "a.csv"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		alike(t, name, said(t, d), []string{"id=fan topic=a/b present"})
		alike(t, name+", ignored", ignored(d), nil)
	}
	d, err := Read([]byte("id,topic,price\nfan,a/b,5 \x80\n"), Asked{Name: "a.csv"})
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Subjects[0].Notes[0].Value; got != "5 €" || d.Ignored[0].Code != Latin1 {
		t.Errorf("of Windows: %q, %v", got, d.Ignored)
	}
}
