package discovery

import (
	"cmp"
	"net"
	"net/netip"
	"slices"
)

// mostReach is how many addresses are listed: machines with containers have
// hundreds.
const mostReach = 20

// Reach lists the addresses, host:port, at which other computers reach a broker
// that listens on an address: those of this computer's networks when it listens
// on all of them. Nothing when only this machine reaches it.
func Reach(listen string) []string {
	if !Reachable(listen) {
		return nil
	}
	some, _ := net.InterfaceAddrs() // without them there is nothing to list
	return reach(listen, some)
}

func reach(listen string, some []net.Addr) (all []string) {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return nil
	}
	wanted, err := netip.ParseAddr(host)
	if err != nil || !wanted.IsUnspecified() {
		return []string{listen}
	}
	var found []netip.Addr
	for _, a := range some {
		n, ok := a.(*net.IPNet)
		if !ok {
			continue
		}
		ip, ok := netip.AddrFromSlice(n.IP)
		if ip = ip.Unmap(); !ok || ip.IsLoopback() || ip.IsLinkLocalUnicast() || wanted.Is4() && ip.Is6() {
			continue
		}
		found = append(found, ip)
	}
	slices.SortStableFunc(found, func(a, b netip.Addr) int { return cmp.Compare(a.BitLen(), b.BitLen()) }) // IPv4 first: it is typed more easily
	for _, ip := range found[:min(len(found), mostReach)] {
		all = append(all, net.JoinHostPort(ip.String(), port))
	}
	return all
}
