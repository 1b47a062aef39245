package model

import "fmt"

// Control is a control character in a topic, which is not to be sent (MQTT 5, 1.5.4): some
// brokers close the connection for it.
type Control struct {
	Char rune
	At   int // from 1, in characters
}

// Error names it, for the log.
func (c *Control) Error() string { return fmt.Sprintf("control character %U at %d", c.Char, c.At) }

// ControlIn is the first control character of a topic but NUL, which is no topic's at all;
// nil: there is none.
func ControlIn(topic string) *Control {
	at := 0
	for _, r := range topic {
		if at++; r >= 0x01 && r <= 0x1F || r >= 0x7F && r <= 0x9F {
			return &Control{r, at}
		}
	}
	return nil
}
