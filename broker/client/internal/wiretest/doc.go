// Package wiretest is what tests of the client and of the layers below it share:
// packets as brokers write them, a connection whose other side has said everything
// already, and a sink that keeps what arrives. Only tests import it.
package wiretest
