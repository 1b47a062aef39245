package server

import (
	"fmt"
	"net"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// tool is the path of a program that scripts/deps.sh installs.
func tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is not installed; run scripts/deps.sh", name)
	}
	return path
}

// hostPort are the options of Mosquitto's programs to find a broker.
func hostPort(b *Broker) []string {
	host, port, _ := net.SplitHostPort(b.listener.Addr().String())
	return []string{"-h", host, "-p", port}
}

func TestMosquittoClients(t *testing.T) {
	t.Parallel()
	sub, pub := tool(t, "mosquitto_sub"), tool(t, "mosquitto_pub")
	for _, version := range []string{"31", "311", "5"} {
		for _, qos := range []string{"0", "1", "2"} {
			t.Run("version "+version+", QoS "+qos, func(t *testing.T) {
				b := start(t)
				common := append(hostPort(b), "-V", version, "-q", qos)
				const count = 500
				var out strings.Builder
				reader := exec.Command(sub, append(common, "-t", "a/#", "-v", "-C", fmt.Sprint(count+1))...)
				reader.Stdout, reader.Stderr = &out, &out
				if err := reader.Start(); err != nil {
					t.Fatal(err)
				}
				awaitEvent(t, b, "subscribed to a/# (QoS "+qos+")")
				run(t, exec.Command(pub, append(common, "-t", "a", "-r", "-m", "first")...))
				writer := exec.Command(pub, append(common, "-t", "a/b", "-l")...)
				writer.Stdin = strings.NewReader(strings.Repeat("line\n", count))
				run(t, writer)
				if err := reader.Wait(); err != nil {
					t.Fatalf("mosquitto_sub: %v\n%s", err, &out)
				}
				want := append(slices.Repeat([]string{"a/b line"}, count), "")
				if got := strings.Split(out.String(), "\n"); got[0] != "a first" || !slices.Equal(got[1:], want) {
					t.Errorf("%d lines: %.200q", len(got), got)
				}
			})
		}
	}
}

func run(t testing.TB, cmd *exec.Cmd) {
	t.Helper()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, out)
	}
}
