package importing

import (
	"fmt"
	"strings"
	"testing"

	"mangrove/broker/explain"
)

// A file of options is pasted behind the command that names it. In the file, all of a
// line behind the option is its value.
func TestOptionsFile(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a password with blanks": {"mosquitto_sub -t x -o /etc/opts\n-h b.example\n-u my user\n-P my  pass word", "b.example, my user, my  pass word"},
		"signs of shells":        {"mosquitto_sub -o opts -t x\n-h b.example\n-u u\n-P a$b'c\"d`e;f|g&h #i", "b.example, u, a$b'c\"d`e;f|g&h #i"},
		"comments, long names":   {"mosquitto_sub -o opts -t x\r\n--host b.example\r\n# mine\r\n\r\n--username u\r\n--pw p\r\n", "b.example, u, p"},
		"the command goes first": {"mosquitto_sub -h b.example -P two -o opts -t x\n-h a.example\n-u u\n-P one", "b.example, u, two"},
		"a property":             {"mosquitto_sub -h b.example -o opts -t x\n-u u\n-P p\n-D connect session-expiry-interval 60", "b.example, u, p"},
		"no file is named":       {"mosquitto_sub -t x\n-h b.example\n-u u\n-P 'p q'", "b.example, u, p q"},
		"a command goes on":      {"mosquitto_sub -o opts \\\n-h b.example \\\n-u u -P 'p q' -t x", "b.example, u, p q"},
		"another command":        {"mosquitto_sub -o opts -t x\n-h a.example\nmosquitto_sub -h b.example -u u -P 'p q' -t x", "b.example, u, p q"},
	} {
		all, err := Parse([]byte(c.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		last := all[len(all)-1]
		if got := fmt.Sprintf("%s, %s, %s", last.Profile.Address.Host, last.Profile.Username, last.Secrets["password"]); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
		if notes := strings.Join(explain.Notes(last.Notes), " "); strings.Contains(notes, "not understood") || strings.Contains(notes, "belongs to no option") {
			t.Errorf("%s: it says %s", name, notes)
		}
	}
}
