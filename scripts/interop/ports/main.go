// Command ports prints as many free loopback ports as its argument says. It
// knows nothing of who will listen there.
package main

import (
	"fmt"
	"net"
	"os"
	"strconv"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "looking for free ports:", err)
		os.Exit(1)
	}
}

// run holds every port until it has all, so each is another.
func run(count string) error {
	n, err := strconv.Atoi(count)
	if err != nil {
		return fmt.Errorf("how many: %w", err)
	}
	held := make([]net.Listener, 0, n)
	defer func() {
		for _, l := range held {
			_ = l.Close()
		}
	}()
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		held = append(held, l)
		fmt.Println(l.Addr().(*net.TCPAddr).Port)
	}
	return nil
}
