package importing

import (
	"slices"
	"strings"
)

// optionsFile is a file of options that stands behind the command that names it, as
// the note on -o asks for. No shell reads it: a line is an option, and all behind the
// first blank is its value, with every sign in it.
type optionsFile [][]string

// cutOptions takes the file off a text; there is none unless every line behind the
// command begins with an option.
func cutOptions(text string) (command string, file optionsFile) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	begin := slices.IndexFunc(lines, isOptionsLine)
	if begin < 1 || !slices.Contains(strings.Fields(lines[begin-1]), "-o") {
		return text, nil
	}
	if before := strings.TrimRight(lines[begin-1], " \t"); strings.ContainsAny(before[len(before)-1:], "\\^`") {
		return text, nil // the command goes on: in sh, cmd or PowerShell
	}
	for _, line := range lines[begin:] {
		switch {
		case strings.TrimSpace(line) == "", line[0] == '#':
		case !isOptionsLine(line):
			return text, nil
		default:
			option, value, given := strings.Cut(line, " ")
			words := []string{option}
			if given {
				words = append(words, value)
			}
			if name := longNames[option]; option == "-D" || name == "-D" {
				words = strings.Fields(line)
			}
			file = append(file, words)
		}
	}
	return strings.Join(lines[:begin], "\n"), file
}

func isOptionsLine(line string) bool { return len(line) > 1 && line[0] == '-' }

// before puts the options where Mosquitto's clients read them: before those of the
// command, which stand in place of what the file says.
func (f optionsFile) before(args []string) []string {
	at := slices.Index(args, "-o")
	if f == nil || at < 0 || at+1 >= len(args) {
		return args
	}
	return slices.Concat(slices.Concat(f...), args[:at], args[at+2:])
}
