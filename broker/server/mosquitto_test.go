package server

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tool is the path of a program that scripts/deps.sh installs.
func tool(t testing.TB, name string) string {
	t.Helper()
	for _, dir := range []string{"", "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"} {
		if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return path
		}
	}
	t.Fatalf("%s is not installed; run scripts/deps.sh", name)
	return ""
}

// mosquitto starts the real one on a free port and gives its address.
func mosquitto(t testing.TB) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	_ = free.Close()
	_, port, _ := net.SplitHostPort(address)
	config := filepath.Join(t.TempDir(), "mosquitto.conf")
	// Without limits, so that it loses nothing in a flood either.
	text := "listener " + port + " 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nmax_queued_bytes 0\npersistence false\nuser root\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(tool(t, "mosquitto"), "-c", config)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	eventually(t, "mosquitto listens", func() bool {
		c, err := net.Dial("tcp", address)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	})
	return address
}

// hostPort are the options of Mosquitto's programs to find a broker.
func hostPort(b *Broker) []string {
	host, port, _ := net.SplitHostPort(b.listener.Addr().String())
	return []string{"-h", host, "-p", port}
}

func TestMosquittoClients(t *testing.T) {
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
