package explain

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/model/wording"
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
	broker.BeginsWith: func(f *broker.Found) string {
		return wording.Fill("it begins with {text}", "text", fmt.Sprintf("%.24q", f.Text))
	},
	broker.ClosedAfter: func(f *broker.Found) string {
		return wording.Fill("it closed the connection after {number} bytes", "number", f.Number)
	},
	broker.OtherSubprotocol: func(f *broker.Found) string {
		return wording.Fill("it chose the subprotocol {text} instead of mqtt", "text", strconv.Quote(f.Text))
	},
	broker.OtherExtension: func(f *broker.Found) string {
		return wording.Fill("it uses the extension {text}, which was not requested", "text", strconv.Quote(f.Text))
	},
	broker.PacketSize: func(f *broker.Found) string {
		return wording.Fill("{number} bytes, the limit is {limit}", "number", f.Number, "limit", f.Limit)
	},
	broker.SilentFor: func(f *broker.Found) string {
		return wording.Fill("for {time}", "time", f.After.Round(100*time.Millisecond))
	},
	broker.OldTLS: func(f *broker.Found) string { return outdated(f.Names) },
	broker.NegativeSerial: func(f *broker.Found) string {
		return wording.Fill("the one of {text} has the serial number {serial}", "text", strconv.Quote(f.Text), "serial", f.Serial)
	},
	broker.ProxyAnswered: func(f *broker.Found) string { return wording.Fill("it answered {text}", "text", f.Text) },
	broker.ProxyLate:     func(*broker.Found) string { return "it did not answer in time" },
	broker.ProxyNotHTTP: func(f *broker.Found) string {
		return wording.Fill("it does not answer in HTTP: {why}", "why", words(f.Err))
	},
	broker.ProxyScheme: func(f *broker.Found) string {
		return wording.Fill("a proxy is written http://host:port or socks5://host:port, not {text}://", "text", f.Text)
	},
	broker.NoAnswer: func(*broker.Found) string { return "a challenge, for which there is no answer" },
	broker.AnswerLate: func(f *broker.Found) string {
		return wording.Fill("no answer to the challenge was found within {time}", "time", f.After)
	},
	broker.LargeHead: func(f *broker.Found) string {
		return wording.Fill("the head of its answer is larger than {limit} kB", "limit", f.Limit>>10)
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
			all = append(all, wording.Fill("the cipher {name}", "name", name))
		default:
			all = append(all, "the RSA key exchange")
			if strings.Contains(name, "3DES") {
				all = append(all, "3DES")
			}
		}
	}
	return strings.Join(all, ", ")
}
