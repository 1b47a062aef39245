package importing

import (
	"regexp"
	"strings"

	"mangrove/broker/profiles/finding"
)

// windows splits a text as cmd or PowerShell would. Of a text that could be for
// both, backslashes and quotes are read as both do.
type windows struct {
	cmd, powershell bool

	rest  []rune
	word  strings.Builder
	begun bool
	quote rune
	args  []string
	calls []invocation
	vars  map[string]string
}

var (
	ofPowerShell = regexp.MustCompile("(?m)[ \t]`[ \t]*$|" + `\$env:|^\s*PS [A-Za-z]:\\|@["'][ \t]*$|^\s*& ?["']|^\s*\$\w+\s*=\s`)
	ofCmd        = regexp.MustCompile(`(?mi)\^[ \t]*$|^[A-Za-z]:\\[^>\n]*>|^\s*@echo off|^\s*@?set "?\w+=|^\s*rem\s|^\s*@?for (?:/\w )?%`)
	ofEither     = regexp.MustCompile(`(?i)(?:^|[\s"'=])(?:[A-Z]:\\|\\\\\w|\.{1,2}\\)|\.exe\b|\s(?:-t|--topic)\s+#(?:\s|$)`)
	ofPosix      = regexp.MustCompile(`(?m)\\[ \t]*$|\$\(|\$\{|;[ \t]*(?:do|then)\b|<<|^\s*\w+=\S*[ \t]*$`)
	prompts      = regexp.MustCompile(`(?m)^[ \t]*(?:PS )?[A-Za-z]:\\[^>\n]*>[ \t]*`)

	cmdVariable        = regexp.MustCompile(`^%([A-Za-z_][\w()]*)%`)
	cmdLoop            = regexp.MustCompile(`^%%?([A-Za-z])\b`)
	powerShellSet      = regexp.MustCompile(`^\$[\w:]+\s*=`)
	posixGoesOn        = regexp.MustCompile(`(?m)\\[ \t]*$`)
	powerShellVariable = regexp.MustCompile(`^\$(?:env:(\w+)|\{(?:env:)?(\w+)\}|(\w+))`)
	cmdSet             = regexp.MustCompile(`(?i)^@?set$`)
	urlEscape          = regexp.MustCompile(`^[0-9A-Fa-f]{2}$`)
)

// commandsOf gives the commands of a text, read as the shell it was written for
// would.
func commandsOf(text string) ([]invocation, error) {
	switch {
	case posixGoesOn.MatchString(text) && !ofPowerShell.MatchString(text):
		return readPosix(text)
	case ofPowerShell.MatchString(text):
		return (&windows{powershell: true}).read(text)
	case ofCmd.MatchString(text), hasCmdVariable(text):
		return (&windows{cmd: true}).read(text)
	case ofEither.MatchString(text) && !ofPosix.MatchString(text):
		return (&windows{}).read(text)
	}
	return readPosix(text)
}

// hasCmdVariable tells %HOST% from what is escaped in a URL, as in a%2Fb%3D. In
// single quotes it is not cmd's.
func hasCmdVariable(text string) bool {
	for word := range strings.FieldsSeq(text) {
		bare := strings.Trim(word, `"`)
		if !strings.HasPrefix(bare, "'") && cmdVariable.MatchString(bare) && !urlEscape.MatchString(cmdVariable.FindStringSubmatch(bare)[1]) {
			return true
		}
	}
	return false
}

func (w *windows) read(text string) ([]invocation, error) {
	w.vars = make(map[string]string)
	w.rest = []rune(prompts.ReplaceAllString(text, ""))
	for len(w.rest) > 0 {
		w.next()
	}
	if w.quote != 0 {
		return nil, &finding.Fault{Code: finding.QuoteOpen}
	}
	w.end()
	return w.calls, nil
}

// take removes n characters and gives the first.
func (w *windows) take(n int) rune {
	r := w.rest[0]
	w.rest = w.rest[n:]
	return r
}

// follows reports whether a text comes next.
func (w *windows) follows(text string) bool {
	return strings.HasPrefix(string(w.rest[:min(len(w.rest), len(text))]), text)
}

func (w *windows) next() {
	r := w.rest[0]
	switch {
	case w.continued(), w.hereString(), w.worked(), w.variable(), w.comment():
	case w.quote != 0:
		w.quoted()
	case w.follows(`\"`), r == w.escape() && len(w.rest) > 1:
		w.write(w.rest[1])
		w.take(2)
	case r == '"', r == '\'' && !w.cmd:
		w.quote, w.begun = w.take(1), true
	case r == ' ', r == '\t':
		w.take(1)
		w.endWord()
	case w.ends(r):
		w.take(1)
		w.end()
	default:
		w.write(w.take(1))
	}
}

// comment takes one of PowerShell.
func (w *windows) comment() bool {
	if !w.powershell || w.begun || w.quote != 0 || w.rest[0] != '#' {
		return false
	}
	for len(w.rest) > 0 && w.rest[0] != '\n' {
		w.take(1)
	}
	return true
}

// escape is the character that makes the next one plain, -1 if there is none.
func (w *windows) escape() rune {
	switch {
	case w.cmd:
		return '^'
	case w.powershell:
		return '`'
	}
	return -1
}

func (w *windows) ends(r rune) bool {
	return strings.ContainsRune("|&\n<>", r) || w.powershell && strings.ContainsRune(";{}", r) || w.cmd && strings.ContainsRune("()", r) && !w.begun
}

// continued takes the end of a line that goes on.
func (w *windows) continued() bool {
	if w.quote == '\'' || w.rest[0] != w.escape() || w.quote != 0 && w.cmd {
		return false
	}
	n := 1
	for n < len(w.rest) && strings.ContainsRune(" \t", w.rest[n]) {
		n++
	}
	if n < len(w.rest) && w.rest[n] != '\n' {
		return false
	}
	w.endWord()
	w.rest = w.rest[min(n+1, len(w.rest)):]
	return true
}

// hereString takes PowerShell's text of several lines.
func (w *windows) hereString() bool {
	if !w.powershell || w.quote != 0 || !w.follows("@\"\n") && !w.follows("@'\n") {
		return false
	}
	quote := w.rest[1]
	for at := 2; at+2 < len(w.rest); at++ {
		if w.rest[at] == '\n' && w.rest[at+1] == quote && w.rest[at+2] == '@' {
			w.begun = true
			w.word.WriteString(strings.TrimPrefix(string(w.rest[2:at]), "\n"))
			w.rest = w.rest[at+3:]
			return true
		}
	}
	w.quote, w.rest = quote, nil
	return true
}

// quoted takes what stands between quotes.
func (w *windows) quoted() {
	double := len(w.rest) > 1 && w.rest[0] == w.quote && w.rest[1] == w.quote
	switch {
	case w.quote == '"' && w.follows(`\"`) && !w.endsFolder():
		w.write('"')
		w.take(2)
	case double:
		w.write(w.quote)
		w.take(2)
	case w.powershell && w.quote == '"' && w.rest[0] == '`' && len(w.rest) > 1:
		w.write(w.rest[1])
		w.take(2)
	case w.rest[0] == w.quote:
		w.quote = 0
		w.take(1)
	default:
		w.write(w.take(1))
	}
}

// endsFolder tells a backslash at the end of a path from one before a quote.
func (w *windows) endsFolder() bool {
	return windowsPath.MatchString(w.word.String()) && (len(w.rest) == 2 || strings.ContainsRune(" \t\n", w.rest[2]))
}

// variable takes one, with what the text sets it to.
func (w *windows) variable() bool {
	r := w.rest[0]
	if w.quote == '\'' || r != '%' && r != '$' {
		return false
	}
	ahead := string(w.rest[:min(len(w.rest), 200)])
	found := w.findVariable(r, ahead)
	if found == nil {
		return false
	}
	name := strings.ToLower(strings.Join(found[1:], ""))
	value, ok := w.vars[name]
	switch {
	case !ok && found[0] == systemTopics:
		value = systemTopics
	case !ok:
		value = unknown(found[0])
	}
	w.begun = true
	w.word.WriteString(value)
	w.rest = w.rest[len([]rune(found[0])):]
	return true
}

// findVariable gives how a variable is written, and its name in one of the rest.
func (w *windows) findVariable(r rune, ahead string) []string {
	switch {
	case r == '%' && w.cmd:
		if found := cmdVariable.FindStringSubmatch(ahead); len(found) > 1 && !urlEscape.MatchString(found[1]) {
			return found
		}
		return cmdLoop.FindStringSubmatch(ahead)
	case r == '$' && w.powershell:
		return w.ofPowerShell(ahead)
	case r == '$' && !w.cmd && !w.begun:
		word, _, _ := strings.Cut(ahead, " ")
		return variables.FindStringSubmatch(strings.TrimRight(word, "\"\n"))
	}
	return nil
}

// ofPowerShell finds a variable, unless it is one that is being set.
func (w *windows) ofPowerShell(ahead string) []string {
	if len(w.args) == 0 && !w.begun && w.quote == 0 && powerShellSet.MatchString(ahead) {
		return nil
	}
	return powerShellVariable.FindStringSubmatch(ahead)
}

// longestWorked is how far the end of a $(…) is looked for, in characters: many
// without one would be looked through again and again.
const longestWorked = 10_000

// worked takes $(…), which PowerShell would work out.
func (w *windows) worked() bool {
	if !w.powershell || w.quote == '\'' || !w.follows("$(") {
		return false
	}
	depth := 0
	for i, r := range w.rest[:min(len(w.rest), longestWorked)] {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 && i > 1 {
			w.word.WriteString(unknownOf(finding.CommandOutput, ""))
			w.begun, w.rest = true, w.rest[i+1:]
			return true
		}
	}
	return false
}

func (w *windows) write(r rune) {
	w.word.WriteRune(r)
	w.begun = true
}

func (w *windows) endWord() {
	if w.begun {
		w.args = append(w.args, w.word.String())
	}
	w.word.Reset()
	w.begun = false
}

// end ends a command.
func (w *windows) end() {
	w.endWord()
	args := w.args
	w.args = nil
	switch {
	case len(args) == 0:
	case w.cmd && cmdSet.MatchString(args[0]) && len(args) > 1:
		if name, value, ok := strings.Cut(strings.Join(args[1:], " "), "="); ok {
			w.vars[strings.ToLower(name)] = value
		}
	case w.powershell && strings.HasPrefix(args[0], "$"):
		name, value, ok := strings.Cut(strings.Join(args, " "), "=")
		if ok {
			name = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(strings.ToLower(name)), "$"), "env:")
			w.vars[name] = strings.TrimSpace(value)
		}
	default:
		args[0] = strings.TrimPrefix(args[0], "@")
		w.calls = append(w.calls, invocation{args: args})
	}
}
