// Package link is one MQTT connection that a broker has accepted, made with one library
// over one wire: paho.mqtt.golang for MQTT 3.1 and 3.1.1, paho.golang for 5. What the
// libraries leave out or do otherwise than brokers need is made good here.
//
// It knows nothing of sessions: a link that is lost is not made again.
package link
