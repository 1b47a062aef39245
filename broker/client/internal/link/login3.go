package link

import "mangrove/broker/packet"

// withLogin puts user name and password at the end of a CONNECT of MQTT 3.x
// that has neither. paho.mqtt.golang sends no empty password, and none without a
// user name; here both go as they are. A password needs a user name besides,
// which then is empty [MQTT-3.1.2-22].
func withLogin(connect []byte, h ConnectOptions) []byte {
	if h.Username == "" && !h.PasswordSet {
		return connect
	}
	_, n, _ := packet.Varint(connect[1:])
	body := append([]byte{}, connect[1+n:]...)
	flags := packet.StringSize(body) + 1 // after the protocol's name and level
	body[flags] |= 1 << 7
	body = packet.AppendString(body, h.Username)
	if h.PasswordSet {
		body[flags] |= 1 << 6
		body = packet.AppendString(body, h.Password)
	}
	return append(packet.AppendVarint([]byte{connect[0]}, len(body)), body...)
}
