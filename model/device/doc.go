// Package device finds the devices behind the messages of a broker: by the conventions of
// Zigbee2MQTT, Tasmota, Shelly, ESPHome, Homie, Sparkplug B, OpenMQTTGateway, The Things
// Network, ChirpStack, OwnTracks, Ruuvi, Frigate and Home Assistant's discovery, or by a
// template of topics. It says of each what it is, whether it can be reached and how that is
// known, and what is wrong with it. It knows no store, no connection and no clock of its own.
package device
