package packet

// MQTT packet types (2.1.2).
const (
	Connect     = 1
	Connack     = 2
	Publish     = 3
	Puback      = 4
	Pubrec      = 5
	Pubrel      = 6
	Pubcomp     = 7
	Subscribe   = 8
	Suback      = 9
	Unsubscribe = 10
	Unsuback    = 11
	Pingreq     = 12
	Pingresp    = 13
	Disconnect  = 14
	Auth        = 15
)

// MaxSize is the size in bytes of the largest packet the protocol can carry: a fixed
// header of five bytes and the largest remaining length (MQTT 5, 1.5.5).
const MaxSize = 5 + 268_435_455
