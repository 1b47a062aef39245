package importing

import (
	"slices"
	"strings"
	"testing"

	"mangrove/broker/explain"
	"mangrove/broker/profiles"
)

// sameCommand are texts that mean the same connection, and the same password.
var sameCommand = map[string]string{
	"and":                    `cd /opt && mosquitto_sub -h b.example -P 'p w' -t a/#`,
	"or":                     `false || mosquitto_sub -h b.example -P 'p w' -t a/#`,
	"semicolon":              `cd /opt; mosquitto_sub -h b.example -P 'p w' -t a/#;`,
	"behind a pipe":          `mosquitto_sub -h b.example -P 'p w' -t a/# | jq .value`,
	"in the background":      `mosquitto_sub -h b.example -P 'p w' -t a/# > log 2>&1 &`,
	"subshell":               `(cd /opt; mosquitto_sub -h b.example -P 'p w' -t a/#)`,
	"block":                  `{ mosquitto_sub -h b.example -P 'p w' -t a/#; }`,
	"if":                     "if true; then\n  mosquitto_sub -h b.example -P 'p w' -t a/#\nfi",
	"else":                   "if true; then :; else mosquitto_sub -h b.example -P 'p w' -t a/#; fi",
	"condition":              `if mosquitto_sub -h b.example -P 'p w' -t a/# -C 1; then echo; fi`,
	"while":                  `while mosquitto_sub -h b.example -P 'p w' -t a/# -C 1; do sleep 1; done`,
	"read by a loop":         "mosquitto_sub -h b.example -P 'p w' -t a/# | while read -r line; do echo \"$line\"; done",
	"case":                   "case $1 in\n start) mosquitto_sub -h b.example -P 'p w' -t a/# ;;\nesac",
	"substituted":            `value=$(mosquitto_sub -h b.example -P 'p w' -t a/# -C 1)`,
	"in an argument":         `echo "now: $(mosquitto_sub -h b.example -P 'p w' -t a/# -C 1)"`,
	"old substitution":       "value=`mosquitto_sub -h b.example -P 'p w' -t a/# -C 1`",
	"process substitution":   `diff <(mosquitto_sub -h b.example -P 'p w' -t a/# -C 1) x`,
	"function":               "f() { mosquitto_sub -h \"$1\" -P 'p w' -t \"$2\"; }\nf b.example 'a/#'",
	"all of the arguments":   "f() { mosquitto_sub \"$@\"; }\nf -h b.example -P 'p w' -t 'a/#'",
	"comment":                "# mosquitto_sub -h wrong -t x\nmosquitto_sub -h b.example -P 'p w' -t a/# # -u me",
	"continued":              "mosquitto_sub \\\n  -h b.example \\\n  -P 'p w' \\\n  -t a/#",
	"continued with blanks":  "mosquitto_sub \\ \n  -h b.example \\\t\n  -P 'p w' \\ \n -t a/#",
	"lost backslashes":       "mosquitto_sub\n  -h b.example\n  -P 'p w'\n  --topic a/#",
	"lost carets":            "mosquitto_sub.exe\r\n  -h b.example\r\n  -P \"p w\"\r\n  -t a/#",
	"continued amid a word":  "mosquitto_sub -h b.exa\\\nmple -P 'p w' -t a/#",
	"variable":               "HOST=b.example\nexport PW='p w'\nmosquitto_sub -h $HOST -P \"$PW\" -t a/#",
	"braces":                 `H=b; mosquitto_sub -h "${H}.example" -P 'p w' -t a/#`,
	"default":                `mosquitto_sub -h ${HOST:-b.example} -P "${PW-p w}" -t a/#`,
	"default set":            `H=b.example; mosquitto_sub -h ${H:-other} -P 'p w' -t a/#`,
	"options in a variable":  `OPTS="-h b.example -t a/#"; mosquitto_sub $OPTS -P 'p w'`,
	"array":                  `opts=(-h b.example -P 'p w'); opts+=(-t 'a/#'); mosquitto_sub "${opts[@]}"`,
	"appended":               `H=b; H+=.example; mosquitto_sub -h $H -P 'p w' -t a/#`,
	"quotes within a word":   `mosquitto_sub -h b.'exam'"ple" -P p\ w -t a/"#"`,
	"dollar quotes":          `mosquitto_sub -h b.example -P $'p\x20w' -t a/#`,
	"environment before":     `LANG=C TZ=UTC mosquitto_sub -h b.example -P 'p w' -t a/#`,
	"env":                    `env LANG=C mosquitto_sub -h b.example -P 'p w' -t a/#`,
	"sudo":                   `sudo -u mosquitto mosquitto_sub -h b.example -P 'p w' -t a/#`,
	"timeout":                `timeout -k 5 10 mosquitto_sub -h b.example -P 'p w' -t a/#`,
	"nohup":                  `nohup mosquitto_sub -h b.example -P 'p w' -t a/# &`,
	"time":                   `time mosquitto_sub -h b.example -P 'p w' -t a/#`,
	"xargs":                  `cat list | xargs -n1 mosquitto_sub -h b.example -P 'p w' -t a/# -F`,
	"watch":                  `watch -n 5 "mosquitto_sub -h b.example -P 'p w' -t a/# -C 1"`,
	"sh -c":                  `sh -c "mosquitto_sub -h b.example -P 'p w' -t 'a/#'"`,
	"variable for sh -c":     `H=b.example; bash -c "mosquitto_sub -h $H -P 'p w' -t 'a/#'"`,
	"eval":                   `eval "mosquitto_sub -h b.example -P 'p w' -t 'a/#'"`,
	"docker exec":            `docker exec -it mosquitto mosquitto_sub -h b.example -P 'p w' -t a/#`,
	"docker run":             `docker run --rm -it eclipse-mosquitto:2 mosquitto_sub -h b.example -P 'p w' -t a/#`,
	"docker and sh":          `docker exec m sh -c "mosquitto_sub -h b.example -P 'p w' -t 'a/#'"`,
	"ssh":                    `ssh pi@gateway mosquitto_sub -h b.example -P "'p w'" -t a/#`,
	"ssh and quotes":         `ssh -p 22 pi@gateway "mosquitto_sub -h b.example -P 'p w' -t 'a/#'"`,
	"here-document":          "ssh pi@gateway <<'EOF'\nmosquitto_sub -h b.example -P 'p w' -t a/#\nEOF",
	"here-document in sh":    "bash <<EOF\nmosquitto_sub -h b.example -P 'p w' -t a/#\nEOF",
	"fed":                    "mosquitto_pub -h b.example -P 'p w' -t a -s <<EOF\nhello 'there\nEOF",
	"prompt":                 `pi@raspberrypi:~ $ mosquitto_sub -h b.example -P 'p w' -t a/#`,
	"crontab":                `*/5 * * * * /usr/bin/mosquitto_sub -h b.example -P 'p w' -t a/#`,
	"unit":                   `ExecStart=/usr/bin/mosquitto_sub -h b.example -P 'p w' -t a/#`,
	"compose":                `command: mosquitto_sub -h b.example -P 'p w' -t a/#`,
	"path":                   `/opt/local/bin/mosquitto_sub -h b.example -P 'p w' -t a/#`,
	"not a word processor":   `mosquitto_sub -h b.example -P "p w" -t 'it’s – “it”'`,
	"curly quotes":           `mosquitto_sub -h “b.example” -P ‘p w’ -t “a/#”`,
	"no-break blanks":        "mosquitto_sub\u00a0-h\u00a0b.example -P 'p w' -t\u202fa/#",
	"long names":             `mosquitto_sub --host b.example --pw 'p w' --topic a/#`,
	"long dashes":            `mosquitto_sub —host b.example –pw 'p w' –t a/#`,
	"program of Windows":     `"C:\Program Files\mosquitto\mosquitto_sub.exe" -h b.example -P "p w" -t a/#`,
	"bare program":           `C:\mosquitto\mosquitto_sub.exe -h b.example -P "p w" -t a/#`,
	"publisher":              `C:\mosquitto\mosquitto_pub.exe -h b.example -P "p w" -t a -m 1`,
	"here":                   `.\mosquitto_sub.exe -h b.example -P "p w" -t a/#`,
	"share":                  `\\server\tools\mosquitto_sub.exe -h b.example -P "p w" -t a/#`,
	"call operator":          `& "C:\Program Files\mosquitto\mosquitto_sub.exe" -h b.example -P "p w" -t a/#`,
	"prompt of PowerShell":   `PS C:\tools> mosquitto_sub -h b.example -P 'p w' -t "a/#"`,
	"prompt of cmd":          `C:\tools>mosquitto_sub -h b.example -P "p w" -t a/#`,
	"back-ticks":             "mosquitto_sub `\r\n -h b.example `\r\n -P 'p w' `\r\n -t 'a/#'",
	"carets":                 "mosquitto_sub ^\r\n -h b.example ^\r\n -P \"p w\" ^\r\n -t a/#",
	"caret before a sign":    "@echo off\r\nmosquitto_sub -h b^.example -P \"p w\" -t a/#",
	"variable of PowerShell": "$h = \"b.example\"\n$env:PW = 'p w'\nmosquitto_sub -h $h -P $env:PW -t 'a/#'",
	"variable of cmd":        "set HOST=b.example\r\nset \"PW=p w\"\r\nmosquitto_sub -h %HOST% -P \"%PW%\" -t a/#",
	"here-string":            "mosquitto_sub -h b.example -P 'p w' -t 'a/#' -F @\"\nmany -h wrong\n\"@",
	"batch":                  "@echo off\r\nrem mosquitto_sub -h wrong\r\n@mosquitto_sub -h b.example -P \"p w\" -t a/# & pause",
	"loop of cmd":            `for %i in (1 2 3) do mosquitto_pub -h b.example -P "p w" -t a -m %i`,
	"function of no name":    "() true\nmosquitto_sub -h b.example -P 'p w' -t a/#",
	"nothing in an array":    "a=([x]= [y]=)\nmosquitto_sub -h b.example -P 'p w' -t a/#",
	"nothing to be run":      "time\nmosquitto_sub -h b.example -P 'p w' -t a/#",
	"a # that is no comment": `mosquitto_sub -h b.example -t # -P "p w"`,
	"xargs with a place":     `cat list | xargs -I{} mosquitto_pub -h b.example -P "p w" -t a -m {}`,
	"quote in cmd":           `mosquitto_pub.exe -h b.example -P "p w" -t a -m "{\"a\": \"-h wrong\"}"`,
	"folder in quotes":       `mosquitto_sub.exe --capath "C:\certs\" -h b.example -p 1883 -P "p w" -t a/#`,
}

// TestShells: where in a text a shell runs the command, and with which
// arguments.
func TestShells(t *testing.T) {
	const host, password = "b.example", "p w"
	for name, text := range sameCommand {
		t.Run(name, func(t *testing.T) {
			c := one(t, text)
			if c.Profile.Address.Host != host || c.Secrets[profiles.SecretPassword] != password {
				t.Errorf("host %q, secrets %q; notes %q", c.Profile.Address.Host, c.Secrets, explain.Notes(c.Notes))
			}
		})
	}
}

// TestSeveralCommands: each is a connection, and those of the same one are one.
func TestSeveralCommands(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		hosts []string
	}{
		"two brokers":      {"mosquitto_sub -h a.example -t x\nmosquitto_pub -h b.example -t y -m 1", []string{"a.example", "b.example"}},
		"one broker":       {"mosquitto_sub -h a.example -t x &\nmosquitto_pub -h a.example -t y -m 1", []string{"a.example"}},
		"bridge":           {"mosquitto_sub -h a.example -t x | mosquitto_pub -h b.example -t y -l", []string{"a.example", "b.example"}},
		"loop over hosts":  {"for h in a.example b.example; do mosquitto_sub -h $h -t x -C 1; done", []string{"a.example", "b.example"}},
		"changed variable": {"H=a.example\nmosquitto_sub -h $H -t x\nH=b.example\nmosquitto_sub -h $H -t x", []string{"a.example", "b.example"}},
		"one is wrong":     {"mosquitto_sub -h a.example -t x\nmosquitto_sub -h b.example -q 7", []string{"a.example"}},
	} {
		t.Run(name, func(t *testing.T) {
			all, err := Parse([]byte(c.text))
			var hosts []string
			for _, one := range all {
				hosts = append(hosts, one.Profile.Address.Host)
			}
			if err != nil || !slices.Equal(hosts, c.hosts) {
				t.Errorf("got %q, %v, want %q", hosts, err, c.hosts)
			}
		})
	}
}

// unsaid are texts that do not say all of a connection.
var unsaid = map[string]struct {
	text string
	host string
	says []string // in the notes
	not  []string // in the notes
}{
	"variable":              {`mosquitto_sub -h $HOST -t x`, "", []string{"-h", "$HOST"}, nil},
	"variable in braces":    {`mosquitto_sub -h ${HOST} -t x`, "", []string{"$HOST"}, nil},
	"part of a host":        {`mosquitto_sub -h $SITE.example -t x`, "", []string{"$SITE"}, nil},
	"set for the command":   {`HOST=b.example mosquitto_sub -h $HOST -t x`, "", []string{"$HOST"}, nil},
	"set in one branch":     {"if a; then H=a.example; else H=b.example; fi\nmosquitto_sub -h $H -t x", "", []string{"$H"}, nil},
	"read":                  {"read H\nmosquitto_sub -h $H -t x", "", []string{"$H"}, nil},
	"argument":              {`mosquitto_sub -h "$1" -t x`, "", []string{"$1"}, nil},
	"cut":                   {`mosquitto_sub -h ${HOST%%:*} -t x`, "", []string{"$HOST"}, nil},
	"output":                {`mosquitto_sub -h $(cat s3cr3t) -t x`, "", []string{"output of a command"}, []string{"s3cr3t"}},
	"old output":            {"mosquitto_sub -h `hostname` -t x", "", []string{"output of a command"}, nil},
	"sum":                   {`mosquitto_sub -h a.example -p $((BASE+3)) -t x`, "a.example", []string{"-p", "sum"}, nil},
	"placeholder":           {`mosquitto_sub -h <host> -p <port> -u <user name> -P <password> -t x`, "", []string{"<host>", "<port>", "<user name>", "<password>"}, nil},
	"quoted placeholder":    {`mosquitto_sub -h "<your-host>" -t x`, "", []string{"<your-host>"}, nil},
	"placeholders of a URL": {`mosquitto_sub -L mqtt://<user>:<pw>@<host>:<port>/x`, "", []string{"<user>", "<pw>", "<host>", "<port>"}, nil},
	"password":              {`mosquitto_sub -h a.example -u u -P "s3cr3t$PW" -t x`, "a.example", []string{"-P", "$PW"}, []string{"s3cr3t"}},
	"topic":                 {`mosquitto_sub -h a.example -t home/$ROOM/#`, "a.example", []string{"filter", "$ROOM"}, nil},
	"message":               {`mosquitto_pub -h a.example -t x -m "$VALUE"`, "a.example", nil, []string{"$VALUE"}},
	"property":              {`mosquitto_sub -h a.example -D connect user-property k $V -t x`, "a.example", []string{"$V"}, nil},
	"list":                  {`mosquitto_sub -h {a,b}.example -t x`, "", []string{"braces"}, nil},
	"hosts of a file":       {`for h in $(cat hosts); do mosquitto_sub -h $h -t x; done`, "", []string{"output of a command"}, nil},
	"PowerShell":            {"mosquitto_sub -h $env:HOST -u \"$me\" -P $(Get-Secret s3cr3t) -t x", "", []string{"$env:HOST", "$me", "output of a command"}, []string{"s3cr3t"}},
	"cmd":                   {`mosquitto_sub -h %HOST% -P "%PW%" -t x`, "", []string{"%HOST%", "%PW%"}, nil},
	"either of Windows":     {`mosquitto_sub.exe -h $HOST -t x`, "", []string{"$HOST"}, nil},
	"container":             {`docker exec mosquitto mosquitto_sub -h localhost -t x`, "", []string{"container"}, nil},
	"container, no host":    {`docker exec mosquitto mosquitto_sub -t x`, "", []string{"container"}, nil},
	"network of the host":   {`docker run --network host eclipse-mosquitto mosquitto_sub -h localhost -t x`, "localhost", nil, []string{"container"}},
	"ssh":                   {`ssh pi@gateway.example mosquitto_sub -t x`, "gateway.example", []string{"ssh", "tunnel"}, nil},
	"socket":                {`mosquitto_sub --unix /run/mosquitto.sock -t x`, "", []string{"--unix"}, nil},
	"not understood":        {`mosquitto_sub b4.example -t x`, "", []string{"no option", "host is left empty"}, nil},
	"option not understood": {`mosquitto_sub -H b4.example -t x`, "", []string{"-H", "host is left empty"}, nil},
	"password with &":       {`mosquitto_sub -h a.example -u me -P s3cr3t&!@ -t x`, "a.example", []string{"-P is left empty", "whether & belongs", "in quotes"}, []string{"s3cr3t", "!@"}},
	"password with ;":       {`mosquitto_sub -h a.example -u me --pw s3cr3t;x -t x`, "a.example", []string{"--pw is left empty", "whether ;"}, nil},
	"password with <":       {`mosquitto_sub -h a.example -t x -P s3cr3t<x`, "a.example", []string{"-P is left empty", "whether <"}, nil},
	"user with |":           {`mosquitto_sub -h a.example -u me|you -t x`, "a.example", []string{"-u is left empty", "whether |"}, nil},
	"no host":               {`mosquitto_sub -t x`, "localhost", nil, nil},
	"home":                  {`mosquitto_sub -h a.example --cafile $HOME/ca.crt -t x`, "a.example", nil, []string{"HOME"}},
}

// TestWhatTheTextDoesNotSay: it is named and left empty, never stored.
func TestWhatTheTextDoesNotSay(t *testing.T) {
	for name, c := range unsaid {
		t.Run(name, func(t *testing.T) {
			got := one(t, c.text)
			if got.Profile.Address.Host != c.host {
				t.Errorf("the host is %q, want %q", got.Profile.Address.Host, c.host)
			}
			if got.Secrets != nil {
				t.Errorf("secrets %q", got.Secrets)
			}
			notes := strings.Join(explain.Notes(got.Notes), "\n")
			for _, word := range c.says {
				if !strings.Contains(notes, word) {
					t.Errorf("the notes do not say %q: %q", word, notes)
				}
			}
			for _, word := range append(c.not, unknownBegin, unknownEnd) {
				if strings.Contains(notes, word) {
					t.Errorf("the notes say %q: %q", word, notes)
				}
			}
		})
	}
}

// TestWhatRunsNothing: a text that only names the command.
func TestWhatRunsNothing(t *testing.T) {
	for _, text := range []string{
		"man mosquitto_sub", "which mosquitto_sub", "sudo apt install mosquitto_sub", "command -v mosquitto_sub", "pkill mosquitto_sub",
		"grep mosquitto_sub -h log", "echo mosquitto_sub -h a -t b", "# mosquitto_sub -h a -t b", "mosquitto_sub", "mosquitto_sub --help",
		"cat <<EOF\nmosquitto_sub -h a -t b\nEOF", "echo 'mosquitto_sub -h a -t b'", "mosquitto_sub is a fine program",
		"f() { f; }; f; echo mosquitto_sub", "rem mosquitto_sub -h a\r\nset X=1",
	} {
		if all, err := Parse([]byte(text)); err == nil || !strings.Contains(told(err), "does not run one") {
			t.Errorf("%q: %+v, %v", text, all, err)
		}
	}
}
