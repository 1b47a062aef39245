package importing

import (
	"path"
	"slices"
	"strings"

	"mangrove/broker/profiles/finding"
)

// isCommand reports whether a text has to do with Mosquitto's clients.
func isCommand(text string) bool {
	text = strings.ToLower(text)
	return strings.Contains(text, "mosquitto_pub") || strings.Contains(text, "mosquitto_sub") || strings.Contains(text, "mosquitto_rr")
}

// program is what a word starts, without its folder, in small letters.
func program(word string) string {
	word = strings.ToLower(strings.ReplaceAll(word, `\`, "/"))
	return strings.TrimSuffix(path.Base(word), ".exe")
}

func isClient(word string) bool {
	switch program(word) {
	case "mosquitto_pub", "mosquitto_sub", "mosquitto_rr":
		return true
	}
	return false
}

// speakers are programs that take the name of a command without running it.
var speakers = map[string]bool{
	"man": true, "which": true, "whereis": true, "where": true, "type": true, "echo": true, "printf": true, "grep": true, "egrep": true, "rg": true,
	"pkill": true, "killall": true, "pgrep": true, "pidof": true, "ps": true, "ls": true, "cat": true, "cp": true, "mv": true, "rm": true, "ln": true,
	"chmod": true, "chown": true, "file": true, "find": true, "locate": true, "apt": true, "apt-get": true, "dnf": true, "yum": true, "brew": true,
	"dpkg": true, "snap": true, "winget": true, "choco": true, "help": true, "info": true, "whatis": true, "apropos": true, "hash": true,
	"alias": true, "unalias": true, "test": true, "[": true, "rem": true, "::": true, "write-host": true, "write-output": true, "get-command": true,
	"taskkill": true, "stop-process": true, "get-process": true, "sed": true, "awk": true, "history": true, "vim": true, "nano": true, "tee": true,
}

// shells read a text as commands: that after -c, or what they are fed.
var shells = map[string]bool{
	"sh": true, "bash": true, "dash": true, "ash": true, "zsh": true, "ksh": true, "eval": true, "watch": true, "su": true, "runuser": true,
	"cmd": true, "powershell": true, "pwsh": true, "ssh": true, "wsl": true, "parallel": true, "script": true, "busybox": true,
}

// elsewhere is where a command runs, if not on this computer.
type elsewhere struct {
	host      string // by ssh
	container bool
}

// client is a command of Mosquitto with its arguments.
type client struct {
	name  string
	args  []string
	where elsewhere
}

// deepest is how many shells may be in one another.
const deepest = 5

// clientsOf finds the commands of Mosquitto that a text runs, whatever starts
// them: sudo, timeout, docker exec, ssh, a shell in a shell.
func clientsOf(text string) (found []client, more bool, err error) {
	f := &finder{}
	if err := f.find(text, elsewhere{}, 0); err != nil {
		return nil, false, err
	}
	return f.found, f.more, nil
}

type finder struct {
	found []client
	more  bool // there are more than are read
}

func (f *finder) find(text string, where elsewhere, depth int) error {
	if depth > 0 {
		text = straighten(text)
	}
	calls, err := commandsOf(text)
	if err != nil {
		return err
	}
	for _, call := range goingOn(calls) {
		f.call(call, where, depth)
	}
	return nil
}

// goingOn puts a line that begins with an option behind the one before: no
// command begins so, but web pages lose what made the line go on.
func goingOn(calls []invocation) (all []invocation) {
	for _, call := range calls {
		begin := straightOption(call.args[0])
		if n := len(all); n > 0 && len(begin) > 1 && begin[0] == '-' && slices.ContainsFunc(all[n-1].args, isClient) {
			all[n-1].args = append(slices.Clone(all[n-1].args), call.args...)
			continue
		}
		all = append(all, call)
	}
	return all
}

// mostClients is how many commands of Mosquitto are read in a text.
const mostClients = 200

// call looks at a command, and at what it starts.
func (f *finder) call(call invocation, where elsewhere, depth int) {
	where = where.of(call.args)
	runsText := false
	for i, word := range call.args {
		switch {
		case len(f.found) == mostClients:
			f.more = true
			return
		case isClient(word):
			f.client(call.args, i, where)
			return
		case runsText && runnable(word) && depth < deepest:
			_ = f.find(word, where, depth+1) // what no shell can read, none runs
			return
		case shells[program(word)]:
			runsText = true
			text := joined(program(word), call.args[i+1:])
			if runnable(text) && depth < deepest {
				_ = f.find(text, where, depth+1)
				return
			}
		}
	}
	if runsText && isCommand(call.input) && depth < deepest {
		_ = f.find(call.input, where, depth+1)
	}
}

// client notes a command of Mosquitto, unless another only speaks of it.
func (f *finder) client(args []string, i int, where elsewhere) {
	first := program(args[0])
	if speakers[first] || first == "command" && i > 1 {
		return
	}
	own := args[i+1:]
	if slices.ContainsFunc(args[:i], func(a string) bool { return program(a) == "xargs" }) && !slices.ContainsFunc(args[:i], takesPlace) {
		own = append(slices.Clone(own), unknownOf(finding.XargsInput, ""))
	}
	f.found = append(f.found, client{program(args[i]), own, where})
}

// takesPlace reports whether an option of xargs says where its input goes.
func takesPlace(option string) bool {
	return strings.HasPrefix(option, "-I") || strings.HasPrefix(option, "--replace")
}

// runnable reports whether a text is a command and no mere name.
func runnable(text string) bool { return isCommand(text) && strings.ContainsAny(text, " \t\n") }

// joined is the text of those that put their arguments together and have them
// read once more.
func joined(name string, args []string) string {
	switch name {
	case "ssh":
		_, n := sshHost(args)
		return strings.Join(args[min(n, len(args)):], " ")
	case "eval":
		return strings.Join(args, " ")
	}
	return ""
}

// of says where a command runs that is started by another.
func (e elsewhere) of(args []string) elsewhere {
	for i, word := range args {
		if isClient(word) {
			break
		}
		switch program(word) {
		case "docker", "podman", "nerdctl", "kubectl", "docker-compose", "lxc", "incus", "oc", "k3s":
			e.container = true
		case "--network=host", "--net=host":
			e.container = false
		case "host":
			if i > 0 && (args[i-1] == "--network" || args[i-1] == "--net") {
				e.container = false
			}
		}
	}
	if program(args[0]) == "ssh" {
		e.host, _ = sshHost(args[1:])
	}
	return e
}

// sshValued are the options of ssh with a value.
const sshValued = "BbcDEeFIiJLlmOopQRSWw"

// sshHost is the computer that ssh goes to, and how many of its arguments say
// so.
func sshHost(args []string) (host string, n int) {
	for i := 0; i < len(args); i++ {
		switch {
		case !strings.HasPrefix(args[i], "-"):
			return args[i][strings.LastIndex(args[i], "@")+1:], i + 1
		case len(args[i]) == 2 && strings.IndexByte(sshValued, args[i][1]) >= 0:
			i++
		}
	}
	return "", len(args)
}
