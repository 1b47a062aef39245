// Package wire is the connection as an MQTT library sees it: a net.Conn that takes the
// application messages out of the stream, hands them to a sink a batch a read, and
// gives the library everything else, so that it keeps handshake, acknowledgements and
// keep-alive. It refuses malformed packets before a library sees them, and puts into
// CONNECT what a library leaves out.
//
// It knows no library, and nothing of the session it belongs to.
package wire
