// Package demo is the fleet of simulated devices that the demo connects to its
// broker: a Zigbee house, smart plugs, a press line, a farm, a camera and a few
// more, each speaking its own convention.
//
// It owns what the devices say and when. It opens no connection and reads no
// clock: whoever runs the fleet connects each [Device] as a client of its own
// and tells it the time. The same seed and the same times give the same bytes.
// It must not know the window, the broker or any MQTT library.
package demo
