package homeassistant

import "testing"

// FuzzParse reads what nobody would send as a discovery message, and has each availability
// say something: there is an end to it, and nothing is both there and not known.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"~":"a","stat_t":"~/s","avty":[{"t":"~","val_tpl":"{{ 'online' if value_json.a[0]['b'] == 1 else value|lower }}"}],"dev":{"ids":[1],"cns":[["mac","A1:B2:C3:D4:E5:F6"]]}}`), []byte(`{"a":[{"b":1}]}`))
	f.Add([]byte(`{"cmps":{"a":{"p":"sensor","avty_t":"x","avty_tpl":"{% if not (value) or value_json is defined %}online{% else %}offline{% endif %}"}}}`), []byte(`x`))
	f.Fuzz(func(t *testing.T, payload, said []byte) {
		for _, on := range []string{"sensor", "device"} {
			c, err := Parse(DefaultPrefix, "homeassistant/"+on+"/x/config", payload)
			if err != nil {
				continue
			}
			for i := range c.Entities {
				for j := range c.Entities[i].Availability {
					if online, known := c.Entities[i].Availability[j].Says(said); online && !known {
						t.Errorf("%q says of %q that it is online, and is not understood", said, c.Entities[i].Availability[j].Topic)
					}
				}
			}
		}
	})
}
