package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"
)

// execute runs a command line, which prints to out. What could not be printed is an
// error also where nobody looks for one, as in the help.
func execute(ctx context.Context, root *cobra.Command, out io.Writer) error {
	printed := &output{to: out}
	root.SetOut(printed)
	if err := root.ExecuteContext(ctx); err != nil {
		return err
	}
	return printed.err
}

// output remembers why it could not be written to, and is not written to after.
type output struct {
	to  io.Writer
	err error
}

func (o *output) Write(p []byte) (n int, err error) {
	if o.err == nil {
		n, o.err = o.to.Write(p)
	}
	return n, o.err
}
