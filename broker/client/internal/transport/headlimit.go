package transport

import (
	"errors"
	"math"
	"net"

	"mangrove/broker"
)

// largestHead is the most in bytes that is read of an HTTP answer: the library
// would take a head without end.
const largestHead = 64 << 10

// endless lifts the limit, once the answer is there.
const endless = math.MaxInt

var errHead = errors.New("head of an answer beyond its limit")

// unreadAnswer is an answer in HTTP that could not be read: of a kind, for what the code
// says unless it was too large.
func unreadAnswer(kind error, code broker.FoundCode, err error) error {
	if errors.Is(err, errHead) {
		return &broker.Found{Kind: kind, Code: broker.LargeHead, Limit: largestHead, Err: err}
	}
	return &broker.Found{Kind: kind, Code: code, Err: err}
}

// headLimit lets so many bytes through.
type headLimit struct {
	net.Conn
	left int
}

// Read gives what has come, and fails when that is too much.
func (h *headLimit) Read(b []byte) (int, error) {
	if h.left <= 0 {
		return 0, errHead
	}
	n, err := h.Conn.Read(b[:min(len(b), h.left)])
	if h.left != endless {
		h.left -= n
	}
	return n, err
}
