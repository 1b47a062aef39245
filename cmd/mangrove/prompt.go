package main

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"mangrove/cmd/mangrove/problem"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// askPassword has the password typed at the terminal, which does not show it.
func askPassword(cmd *cobra.Command, whose string) (string, error) {
	in, ok := cmd.InOrStdin().(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) { //nolint:gosec // no file has a number that large
		return "", problem.NoTerminal
	}
	fd := int(in.Fd())              //nolint:gosec // as above
	before, err := term.MakeRaw(fd) // before anything is shown, lest what is typed early is shown too
	if err != nil {
		return "", problem.TypingSeen.Because(err)
	}
	defer term.Restore(fd, before) //nolint:errcheck // there is nothing else to be done
	prompt := wording.Fill("Password of {whose}: ", "whose", printable.Line(whose))
	password, err := typed(cmd.Context(), term.NewTerminal(both{in, cmd.ErrOrStderr()}, ""), prompt)
	if err != nil { // the sentence on it gets a line of its own
		_, _ = io.WriteString(cmd.ErrOrStderr(), "\r\n")
	}
	return password, err
}

// typed waits for what is typed, or for the end of the program.
func typed(ctx context.Context, t *term.Terminal, prompt string) (string, error) {
	type line struct {
		text string
		err  error
	}
	lines := make(chan line, 1)
	go func() { // ends with the line, with the terminal, or with the program
		text, err := t.ReadPassword(prompt)
		lines <- line{text, err}
	}()
	select {
	case l := <-lines:
		switch {
		case errors.Is(l.err, io.EOF), l.err == nil && l.text == "": // Ctrl+C and Ctrl+D, too
			return "", problem.NotTyped
		case l.err != nil:
			return "", problem.TypingUnread.Because(l.err)
		}
		return l.text, checkPassword(l.text)
	case <-ctx.Done():
		return "", problem.TypingStopped
	}
}

// both reads from one and writes to another.
type both struct {
	io.Reader
	io.Writer
}
