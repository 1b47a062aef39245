package client

// MQTT packet types (2.1.2).
const (
	typeConnect     = 1
	typeConnack     = 2
	typePublish     = 3
	typePuback      = 4
	typePubrec      = 5
	typePubrel      = 6
	typePubcomp     = 7
	typeSubscribe   = 8
	typeSuback      = 9
	typeUnsubscribe = 10
	typeUnsuback    = 11
	typePingreq     = 12
	typePingresp    = 13
	typeDisconnect  = 14
	typeAuth        = 15
)

// maxFrame is the size in bytes of the largest packet the protocol can carry: a fixed
// header of five bytes and the largest remaining length (MQTT 5, 1.5.5).
const maxFrame = 5 + 268_435_455
