package main

import (
	"bufio"
	"os"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"mangrove/broker/explain"
	"mangrove/broker/verification"
	"mangrove/model/checklist"
	"mangrove/model/verify"
	"mangrove/model/wording"
)

// namedCommands is how many topics of commands are named.
const namedCommands = 3

// prepare allows what is allowed, and says what is left out.
func (o *verifyOptions) prepare(cmd *cobra.Command, live *verification.Live, list *checklist.Checklist) error {
	commands := list.Of(checklist.Commanded)
	if o.publish {
		live.AllowPublishing()
	}
	if o.publish || len(commands) == 0 {
		return nil
	}
	var topics []string
	for _, c := range commands[:min(len(commands), namedCommands)] {
		topics = append(topics, c.Command.Topic)
	}
	named := strings.Join(topics, ", ")
	if more := len(commands) - namedCommands; more > 0 {
		named = wording.Fill("{names} and {count} more", "names", named, "count", more)
	}
	return say(cmd, wording.Fill("The checklist has {count}, which would be published to {named}; give --allow-publish to have that done.",
		"count", wording.Count(len(commands), "{count} command", "{count} commands"), "named", named))
}

// steps asks for what a person has to do, where there is a terminal. What it gives is called
// now and then, and tells what is to be done now.
func (o *verifyOptions) steps(cmd *cobra.Command, live *verification.Live, list *checklist.Checklist) (tell func()) {
	if len(list.Of(checklist.LWTTest)) == 0 {
		return func() {}
	}
	lines := stepLines(cmd)
	if lines == nil {
		live.Unattended()
		return func() {}
	}
	p := &prompter{live: live, say: func(words string) { _ = say(cmd, words) }} // the verdicts are what counts; who does not read it types once more
	go func() {                                                                 // ends with the terminal, or with the program
		for lines.Scan() {
			p.typed(strings.TrimSpace(lines.Text()))
		}
		if lines.Err() != nil {
			_ = say(cmd, "The terminal was closed, so the remaining steps for a person are not done.")
		}
		live.Unattended()
	}()
	return p.tell
}

// prompter tells a person of steps, and takes what is typed for the one that was told last.
type prompter struct {
	live *verification.Live
	say  func(words string)

	mu   sync.Mutex // guards told
	told verify.Step
}

// tell tells what is to be done now, once.
func (p *prompter) tell() {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, ok := p.live.Step()
	left := s.Left
	if s.Left, s.More = 0, 0; !ok || s == p.told { // the time that is left is told once
		return
	}
	p.told, s.Left = s, left
	words := explain.PersonStep(s)
	if s.Phase == verify.Ready {
		words += " Enter when it is done, s and a reason to skip it."
	}
	p.say(words)
}

// typed does what was typed.
func (p *prompter) typed(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if words := typedStep(p.live, p.told, line); words != "" {
		p.say(words)
	}
}

// longestTyped is the most in bytes of a line that is typed to a step.
const longestTyped = 10_000

// stepLines are what is typed at the terminal; nil: there is none.
func stepLines(cmd *cobra.Command) *bufio.Scanner {
	in, ok := cmd.InOrStdin().(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) { //nolint:gosec // no file has a number that large
		return nil
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longestTyped)
	return lines
}

// typedStep does what was typed to the step that was told last, and says what is not understood.
func typedStep(live *verification.Live, told verify.Step, line string) (words string) {
	s, ok := live.Step()
	reason, skip := strings.CutPrefix(line, "s ")
	switch {
	case !ok:
		return "There is no step to be done now."
	case s.Check != told.Check, line == "" && s.Phase == verify.Ready && (told.Phase != s.Phase || told.Again != s.Again):
		return "The next step follows in a moment; what was typed before it is ignored."
	case line == "" && live.Done(s.Check):
		return ""
	case line == "":
		return "This step cannot be done now. " + explain.PersonStep(s)
	case line == "s":
		return "Give a reason for skipping it, such as: s the plug is behind a wall"
	case !skip:
		return "Enter means that the step is done; s and a reason skip it."
	}
	live.Skip(s.Check, reason)
	return ""
}
