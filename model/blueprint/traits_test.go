package blueprint

import "testing"

// TestTraits: in version 2 they have the say over what they are applied to, as a JSON Merge Patch
// has, and in version 3 it has the say over them. Of several the last one counts.
func TestTraits(t *testing.T) {
	const (
		own    = "bindings: {mqtt: {qos: 2, retain: true}}, "
		traits = "traits: [{bindings: {mqtt: {qos: 0}}}, {bindings: {mqtt: {qos: 1, retain: false}}}]"
		text   = "{contentType: text/plain, traits: [{contentType: text/html}, {contentType: application/json}], payload: {type: string}}"
		open   = "{traits: [{contentType: text/plain}, {contentType: application/json}], payload: {type: string}}"
		schema = ` {"$schema":"http://json-schema.org/draft-07/schema#","type":"string"}`
	)
	for _, c := range []struct{ name, file, want string }{
		{"version 2", "asyncapi: 2.6.0\nchannels: {a: {subscribe: {" + own + traits + ", message: " + text + "}}}", "topic=a retained=false qos=1" + schema},
		{"version 3", "asyncapi: 3.0.0\nchannels: {a: {address: a, messages: {m: " + text + "}}}\noperations: {o: {action: send, channel: {$ref: '#/channels/a'}, " + own + traits + "}}",
			"topic=a retained=true qos=2"},
		{"version 3, traits only", "asyncapi: 3.0.0\nchannels: {a: {address: a, messages: {m: " + open + "}}}\noperations: {o: {action: send, channel: {$ref: '#/channels/a'}, " + traits + "}}",
			"topic=a retained=false qos=1" + schema},
	} {
		d, err := Read([]byte(c.file), Asked{Name: "a.yaml"})
		if err != nil {
			t.Fatal(err)
		}
		alike(t, c.name, said(t, d), []string{c.want})
	}
}

// TestContraryOperations: one that has messages retained and one that has not ask for neither.
func TestContraryOperations(t *testing.T) {
	const file = `asyncapi: 2.6.0
channels: {a: {publish: {bindings: {mqtt: {qos: 1, retain: true}}}, subscribe: {bindings: {mqtt: {qos: 2, retain: false}}}}}
`
	d, err := Read([]byte(file), Asked{Name: "a.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	alike(t, "the rules", said(t, d), []string{"topic=a qos=1"})
	alike(t, "the ignored parts", ignored(d), []string{"/channels/a/subscribe: contrary retain"})
}

// TestDialectsOfOneChannel: schemas that are not written alike are no one schema.
func TestDialectsOfOneChannel(t *testing.T) {
	const file = `asyncapi: 2.6.0
channels:
  a: {subscribe: {message: {oneOf: [{payload: {type: object}}, {schemaFormat: 'application/schema+json;version=2020-12', payload: {prefixItems: []}}]}}}
  b: {subscribe: {message: {schemaFormat: 'application/schema+json;version=draft-08', payload: {type: object}}}}
  c: {subscribe: {message: {payload: {$schema: 'http://json-schema.org/draft-07/schema', properties: {v: {$schema: 'https://json-schema.org/draft/2020-12/schema'}}}}}}
`
	d, err := Read([]byte(file), Asked{Name: "a.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	alike(t, "the rules", said(t, d), []string{"topic=a present", "topic=b present", `topic=c {"$schema":"http://json-schema.org/draft-07/schema#","properties":{"v":{}}}`})
	alike(t, "the ignored parts", ignored(d), []string{
		"/channels/b/subscribe/message/payload: schema format application/schema+json;version=draft-08",
		"/channels/a/subscribe/message/oneOf/1/payload: other dialect https://json-schema.org/draft/2020-12/schema",
		"/channels/c/subscribe/message/payload/properties/v/$schema: other dialect https://json-schema.org/draft/2020-12/schema",
	})
}
