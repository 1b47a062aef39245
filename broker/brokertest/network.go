package brokertest

import (
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const ownNetwork = "MANGROVE_TEST_OWN_NETWORK"

// InOwnNetwork has a test run once more, with all its children, in a network that
// ends with it; on is that network's interface there, where others hear what is
// sent. Outside on is nil, and ran tells whether the system makes such networks.
func InOwnNetwork(t testing.TB) (on *net.Interface, ran bool) {
	t.Helper()
	if name := os.Getenv(ownNetwork); name != "" {
		on, err := net.InterfaceByName(name)
		if err != nil {
			t.Fatal(err)
		}
		return on, true
	}
	const name = "mangrove0"
	const prepare = `ip link set lo up && ip link add ` + name + ` type veth peer name mangrove1 &&
		ip addr add 192.0.2.1/24 dev ` + name + ` && ip link set mangrove1 up && ip link set ` + name + ` up multicast on &&
		ip route add 224.0.0.0/4 dev ` + name + ` || exit 77; exec "$0" "$@"`
	cmd := exec.CommandContext(t.Context(), "unshare", "--map-root-user", "--net", "sh", "-c", prepare,
		os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), ownNetwork+"="+name)
	out, err := cmd.CombinedOutput()
	if !strings.Contains(string(out), "=== RUN") {
		t.Logf("this system makes no network for a test (%v): %s", err, out)
		return nil, false
	}
	t.Logf("in a network of its own:\n%s", out)
	if err != nil {
		t.Errorf("in a network of its own: %v", err)
	}
	return nil, true
}

// CountQuestions counts the questions on a network until it is called.
func CountQuestions(t testing.TB, on *net.Interface) (stop func() int) {
	t.Helper()
	conn, err := net.ListenMulticastUDP("udp4", on, Group)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.SetReadBuffer(4 << 20)
	count := make(chan int)
	go func() { // ends when conn is closed
		n, b := 0, make([]byte, 16)
		for {
			size, _, err := conn.ReadFromUDP(b)
			if err != nil {
				break
			}
			if size == len(b) && b[2]&0x80 == 0 && b[4] == 0 && b[5] == 1 {
				n++
			}
		}
		count <- n
	}()
	return func() int {
		_ = conn.Close()
		return <-count
	}
}
