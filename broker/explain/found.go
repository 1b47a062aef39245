package explain

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"mangrove/broker"
)

// detail is what there is to say of an error besides its kind.
func detail(err, kind error) string {
	var f *broker.Found
	if !errors.As(err, &f) || !errors.Is(f.Kind, kind) {
		return ""
	}
	return foundWords(f)
}

func foundWords(f *broker.Found) string {
	if words := founds[f.Code]; words != nil {
		return words(f)
	}
	return string(f.Code)
}

var founds = map[broker.FoundCode]func(*broker.Found) string{
	broker.BeginsWith:  func(f *broker.Found) string { return fmt.Sprintf("it begins with %.24q", f.Text) },
	broker.ClosedAfter: func(f *broker.Found) string { return fmt.Sprintf("it closed the connection after %d bytes", f.Number) },
	broker.OtherSubprotocol: func(f *broker.Found) string {
		return fmt.Sprintf("it chose the subprotocol %q instead of mqtt", f.Text)
	},
	broker.OtherExtension: func(f *broker.Found) string {
		return fmt.Sprintf("it uses the extension %q, which was not requested", f.Text)
	},
	broker.PacketSize: func(f *broker.Found) string { return fmt.Sprintf("%d bytes, the limit is %d", f.Number, f.Limit) },
	broker.SilentFor:  func(f *broker.Found) string { return fmt.Sprintf("for %s", f.After.Round(100*time.Millisecond)) },
	broker.OldTLS:     func(f *broker.Found) string { return outdated(f.Names) },
	broker.NegativeSerial: func(f *broker.Found) string {
		return fmt.Sprintf("the one of %q has the serial number %s", f.Text, f.Serial)
	},
	broker.ProxyAnswered: func(f *broker.Found) string { return "it answered " + f.Text },
	broker.ProxyLate:     func(*broker.Found) string { return "it did not answer in time" },
	broker.ProxyNotHTTP:  func(f *broker.Found) string { return "it does not answer in HTTP: " + words(f.Err) },
	broker.ProxyScheme: func(f *broker.Found) string {
		return fmt.Sprintf("a proxy is written http://host:port or socks5://host:port, not %s://", f.Text)
	},
	broker.NoAnswer: func(*broker.Found) string { return "a challenge, for which there is no answer" },
	broker.AnswerLate: func(f *broker.Found) string {
		return fmt.Sprintf("no answer to the challenge was found within %s", f.After)
	},
	broker.LargeHead: func(f *broker.Found) string {
		return fmt.Sprintf("the head of its answer is larger than %d kB", f.Limit>>10)
	},
	broker.Because: func(f *broker.Found) string { return words(f.Err) },
}

// outdated says what of a connection's TLS is, by the names of [broker.Outdated].
func outdated(names []string) string {
	var all []string
	for _, name := range names {
		switch {
		case !strings.HasPrefix(name, "TLS_"):
			all = append(all, name)
		case !strings.HasPrefix(name, "TLS_RSA_"):
			all = append(all, "the cipher "+name)
		default:
			all = append(all, "the RSA key exchange")
			if strings.Contains(name, "3DES") {
				all = append(all, "3DES")
			}
		}
	}
	return strings.Join(all, ", ")
}
