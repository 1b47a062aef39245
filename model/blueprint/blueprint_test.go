package blueprint

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mangrove/model/strictyaml"
)

// ignored are the parts that nothing is made of, but for what is for people.
func ignored(d *Draft) (all []string) {
	for _, one := range d.Ignored {
		if one.Code != Prose {
			all = append(all, strings.TrimSpace(fmt.Sprintf("%s: %s %s", one.Path, one.Code, one.Found)))
		}
	}
	return all
}

// said are the subjects of a draft, in a line each.
func said(t *testing.T, d *Draft) (all []string) {
	t.Helper()
	for _, s := range d.Subjects {
		line := ""
		for _, k := range slices.Concat(s.Keys, s.Notes) {
			line += k.Name + "=" + k.Value + " "
		}
		if s.Present {
			line += "present "
		}
		if s.Retained != nil {
			line += fmt.Sprintf("retained=%v ", *s.Retained)
		}
		if s.QoS >= 0 {
			line += fmt.Sprintf("qos=%d ", s.QoS)
		}
		if s.Naming != "" {
			line += "naming=" + s.Naming + " "
		}
		if s.Schema != nil {
			r := &strictyaml.Reader{}
			line += string(r.JSON(s.Schema))
		}
		all = append(all, strings.TrimSpace(line))
	}
	return all
}

func alike(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s are\n%s\nand not\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

const second = `asyncapi: 2.6.0
info: {title: Plant, version: 1.0.0}
servers: {production: {url: "mqtt://plant.example", protocol: mqtt}}
defaultContentType: application/json
channels:
  site/{meter}/state:
    description: How a meter stands
    parameters:
      meter: {schema: {type: string, enum: [m.1, m2], pattern: "^m"}, location: $message.payload#/id}
      room: {schema: {type: string}}
    subscribe:
      operationId: state
      bindings: {mqtt: {qos: 1, retain: true, bindingVersion: 0.2.0}, amqp: {ack: true}}
      message: {$ref: "#/components/messages/State"}
  site/{meter}/command:
    publish:
      traits: [{description: all, bindings: {mqtt: {qos: 2}}, security: []}]
      message: {oneOf: [{payload: {type: object, required: [on]}}, {payload: {type: boolean, description: short}}]}
  site/{meter}/picture:
    subscribe: {message: {contentType: image/png, payload: {type: string}}}
  site/x-{part}/state: {subscribe: {message: {payload: {type: object}}}}
  listed: {parameters: [a], subscribe: {message: {traits: [{contentType: text/plain, headers: {}}], payload: {type: string}}}}
  a+b: {subscribe: {message: {payload: {type: object}}}}
components:
  messages:
    State:
      headers: {type: object}
      payload: {$ref: "#/components/schemas/State"}
    Other: {payload: {type: object}}
  schemas:
    State: {type: object, required: [value], properties: {value: {$ref: "#/components/schemas/Value", minimum: 3}, next: {$ref: "#/components/schemas/State"}, far: {$ref: "other.yaml#/x"}, gone: {$ref: "#/components/nothing"}}, x-own: 1}
    Value: {$id: value, type: number, minimum: 0}
  securitySchemes: {user: {type: userPassword}}
`

// TestAsyncAPI2: channels become rules, parameters named levels, payloads schemas that stand by
// themselves, and every part that is ignored is told.
func TestAsyncAPI2(t *testing.T) {
	d, err := Read([]byte(second), Asked{Name: "plant.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "Plant" || d.Version != "2.6.0" {
		t.Errorf("it is %s, %s", d.Title, d.Version)
	}
	const draft = `{"$schema":"http://json-schema.org/draft-07/schema#",`
	alike(t, "the rules", said(t, d), []string{
		`topic=site/{meter}/state retained=true qos=1 naming=^site/(m\.1|m2)/state$ ` + draft + `"allOf":[{"$ref":"#/definitions/State"}],"definitions":{` +
			`"State":{"type":"object","required":["value"],"properties":{"value":{"$ref":"#/definitions/Value"},"next":{"$ref":"#/definitions/State"},"far":{},"gone":{}}},"Value":{"type":"number","minimum":0}}}`,
		`topic=site/{meter}/command qos=2 ` + draft + `"anyOf":[{"type":"object","required":["on"]},{"type":"boolean"}]}`,
		`topic=site/{meter}/picture present`,
		`topic=listed present`,
	})
	alike(t, "the ignored parts", ignored(d), []string{
		"/channels/site~1{meter}~1state/parameters/meter/schema/pattern: parameter form",
		"/channels/site~1{meter}~1state/parameters/meter/location: location",
		"/channels/site~1{meter}~1state/parameters/room: no such level room",
		"/channels/site~1{meter}~1state/subscribe/bindings/amqp: bindings amqp",
		"/components/messages/State/headers: headers",
		"/channels/site~1{meter}~1command/publish/traits/0/security: security",
		"/channels/site~1{meter}~1picture/subscribe/message/payload: not JSON image/png",
		"/channels/site~1x-{part}~1state: part of level x-{part}",
		"/channels/listed/parameters: misformed",
		"/channels/listed/subscribe/message/traits/0/headers: headers",
		"/channels/listed/subscribe/message/payload: not JSON text/plain",
		"/channels/a+b: bad address a+b",
		"/components/schemas/State/properties/value/minimum: beside reference",
		"/components/schemas/State/properties/far: external other.yaml#/x",
		"/components/schemas/State/properties/gone: broken reference #/components/nothing",
		"/components/schemas/Value/$id: identifier",
		"/servers: servers",
		"/components/messages/Other: unreached",
		"/components/securitySchemes: security",
	})
}

const third = `{
	"asyncapi": "3.0.0", "info": {"title": "Plant \ud83c\udf31", "version": "1"},
	"servers": {"one": {"host": "plant.example", "protocol": "mqtt"}},
	"channels": {
		"state": {"address": "site/{meter}/state", "servers": [{"$ref": "#/servers/one"}], "parameters": {"meter": {"enum": ["m1"]}}, "messages": {
			"one": {"payload": {"schemaFormat": "application/vnd.aai.asyncapi+json;version=3.0.0", "schema": {"type": "object", "properties": {"v": {"type": "number", "default": 1}}}}}}},
		"raw": {"address": "raw", "messages": {"one": {"payload": {"type": "object"}}, "two": {"payload": {"schemaFormat": "application/vnd.apache.avro;version=1.9.0", "schema": {"type": "record"}}}}},
		"silent": {"address": null, "messages": {}},
		"shared": {"address": "$share/g/tasks", "messages": {"one": {"payload": true}}}
	},
	"operations": {
		"send": {"action": "send", "channel": {"$ref": "#/channels/state"}, "messages": [{"$ref": "#/channels/state/messages/one"}], "bindings": {"mqtt": {"qos": 2}}},
		"also": {"action": "receive", "channel": {"$ref": "#/channels/state"}, "bindings": {"mqtt": {"qos": 1, "messageExpiryInterval": 5}}, "reply": {}}
	}
}`

// TestAsyncAPI3 is JSON that is no YAML, with tabs and a character in two escapes.
func TestAsyncAPI3(t *testing.T) {
	d, err := Read([]byte(third), Asked{Name: "plant.json"})
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "Plant \U0001f331" || d.Subjects[0].Role != Both {
		t.Errorf("it is %q, of role %d", d.Title, d.Subjects[0].Role)
	}
	alike(t, "the rules", said(t, d), []string{
		`topic=site/{meter}/state qos=1 naming=^site/(m1)/state$ {"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"v":{"type":"number"}}}`,
		`topic=raw present`,
		`topic=tasks {"$schema":"http://json-schema.org/draft-07/schema#","allOf":[true]}`,
	})
	alike(t, "the ignored parts", ignored(d), []string{
		"/channels/state/servers: servers",
		"/channels/raw/messages/two/payload/schema: schema format application/vnd.apache.avro;version=1.9.0",
		"/channels/silent: no address",
		"/channels/shared: shared $share/g/tasks",
		"/operations/also/bindings/mqtt/messageExpiryInterval: bindings messageExpiryInterval",
		"/operations/also/reply: replies",
		"/channels/raw/messages/one/payload: other message",
		"/servers: servers",
	})
}

// TestOverlappingChannels: what is asked of one channel is not asked of the topics of another.
func TestOverlappingChannels(t *testing.T) {
	const form = `asyncapi: 2.0.0
channels:
  site/{name}: {parameters: {name: {schema: {enum: [a]}}}, subscribe: {bindings: {mqtt: {qos: 1}}, message: {payload: {type: object}}}}
  site/status: {subscribe: {message: {%s}}}
`
	const object, draft = `{"type":"object"}`, `"$schema":"http://json-schema.org/draft-07/schema#"`
	for _, c := range []struct{ name, message, wide, narrow string }{
		{"another schema", "payload: {type: string}", `topic=site/{name} {` + draft + `,"anyOf":[` + object + `,{"type":"string"}]}`, `topic=site/status {` + draft + `,"type":"string"}`},
		{"none", "name: any", `topic=site/{name} present`, `topic=site/status present`},
	} {
		d, err := Read([]byte(fmt.Sprintf(form, c.message)), Asked{Name: "a.yaml"})
		if err != nil {
			t.Fatal(err)
		}
		alike(t, c.name, said(t, d), []string{c.wide, c.narrow})
		if got := ignored(d); !slices.Contains(got, "/channels/site~1{name}: overlaps site/status") {
			t.Errorf("%s: told is %q", c.name, got)
		}
	}
	for _, c := range []struct {
		a, b         string
		meet, ab, ba bool
	}{
		{"a", "a", true, true, true},
		{"a/+", "a/b", true, true, false},
		{"a/#", "a", true, true, false},
		{"a/#", "a/+/b", true, true, false},
		{"+/b", "a/+", true, false, false},
		{"a/b", "a/c", false, false, false},
		{"a", "a/b", false, false, false},
		{"#", "+/#", true, true, true},
	} {
		a, b := strings.Split(c.a, "/"), strings.Split(c.b, "/")
		if c.a == "#" { // which has the topics of one level that +/# has, and those of none there are not
			continue
		}
		is, _ := meet(a, b)
		if also, _ := meet(b, a); is != c.meet || also != c.meet || covers(a, b) != c.ab || covers(b, a) != c.ba {
			t.Errorf("%s and %s: %v, %v, %v", c.a, c.b, is, covers(a, b), covers(b, a))
		}
	}
}

// TestJSONSchema is for the payloads of a topic that is given; what is in other files passes.
func TestJSONSchema(t *testing.T) {
	const schema = `{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://plant.example/state", "title": "State", "type": "object",
		"properties": {"a": {"$ref": "#/$defs/a"}, "title": {"type": "string"}, "b": {"$ref": "b.json"}, "c": {"$ref": "https://plant.example/state#/$defs/a"}}, "$defs": {"a": {"type": "number", "description": "x"}}}`
	d, err := Read([]byte(schema), Asked{Name: "state.json", Topic: "site/+/state"})
	if err != nil {
		t.Fatal(err)
	}
	alike(t, "the rules", said(t, d), []string{`topic=site/+/state {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://plant.example/state","type":"object",` +
		`"properties":{"a":{"$ref":"#/$defs/a"},"title":{"type":"string"},"b":{},"c":{"$ref":"https://plant.example/state#/$defs/a"}},"$defs":{"a":{"type":"number"}}}`})
	alike(t, "the ignored parts", ignored(d), []string{"/properties/b/$ref: external b.json"})
	if _, err := Read([]byte(schema), Asked{Name: "state.json"}); !errors.Is(err, TopicMissing) {
		t.Errorf("without a topic: %v", err)
	}
	if _, err := Read([]byte(schema), Asked{Name: "state.json", Topic: "a#"}); !errors.Is(err, NoTopicForm) {
		t.Errorf("with none that can be subscribed to: %v", err)
	}
}

// TestDeviceList: columns are keys of devices where these mean something, and notes otherwise.
func TestDeviceList(t *testing.T) {
	const table = "\ufeffID;Topic;use;name;Location;interval;online;battery\r\n" +
		"fan;hall/fan;;Fan;Hall;60s;;\r\n" +
		"lamp;;zigbee2mqtt;hall_lamp;;;true;>=30\r\n" +
		";;;;;;;\r\n" +
		"fan;x;;;;;;\r\n" +
		"pump;;;;Cellar;;true;\r\n" +
		"door;hall/door;;;;;;;more\r\n"
	d, err := Read([]byte(table), Asked{Name: "devices.CSV"})
	if err != nil {
		t.Fatal(err)
	}
	alike(t, "the devices", said(t, d), []string{
		"id=fan topic=hall/fan interval=60s name=Fan Location=Hall",
		"id=lamp use=zigbee2mqtt name=hall_lamp online=true battery=>=30",
		"id=door topic=hall/door present",
	})
	alike(t, "the ignored parts", ignored(d), []string{"line 5: same device fan", "line 6: no topic pump", "line 7, column 9: no column more"})
	if d, err = Read([]byte(table), Asked{Name: "a.csv", Topic: "site/{Location}/{id}/#"}); err != nil {
		t.Fatal(err)
	}
	if got := said(t, d)[2]; got != "id=pump topic=site/Cellar/pump/# present Location=Cellar" && got != "id=pump topic=site/Cellar/pump/# Location=Cellar present" {
		t.Errorf("of a topic by columns came %q", got)
	}
}

// TestOddDeviceLists: braces in cells, letters and lines as spreadsheets write them, columns of one name.
func TestOddDeviceLists(t *testing.T) {
	d, err := Read([]byte("id,a,b\nfan,{b}{b},{a}{a}\n"), Asked{Name: "a.csv", Topic: "x/{a}/{b}"})
	if err != nil || said(t, d)[0] != "id=fan topic=x/{b}{b}/{a}{a} present a={b}{b} b={a}{a}" && said(t, d)[0] != "id=fan topic=x/{b}{b}/{a}{a} a={b}{b} b={a}{a} present" {
		t.Errorf("braces in columns: %v", err)
	}
	if d, err = Read([]byte("id,topic\nt\xfcr,hall/t\xfcr\n"), Asked{Name: "a.csv"}); err != nil || said(t, d)[0] != "id=tür topic=hall/tür present" {
		t.Errorf("Latin-1: %v", err)
	}
	if d, err = Read([]byte("id,topic,,id\nfan,hall/fan,x,other\n"), Asked{Name: "a.csv"}); err != nil || said(t, d)[0] != "id=fan topic=hall/fan present" {
		t.Errorf("columns without a name of their own: %v", err)
	}
	alike(t, "the ignored values", ignored(d), []string{"line 2, column 3: no column x", "line 2, column 4: same column id"})
	if d, err = Read([]byte("id,topic\rfan,hall/fan\r"), Asked{Name: "a.csv"}); err != nil || said(t, d)[0] != "id=fan topic=hall/fan present" {
		t.Errorf("lines that end with a carriage return: %v", err)
	}
	if d, err = Read([]byte("\xff\xfei\x00d\x00,\x00t\x00o\x00p\x00i\x00c\x00\n\x00a\x00,\x00\xfc\x00\n\x00"), Asked{Name: "a.csv"}); err != nil || said(t, d)[0] != "id=a topic=ü present" || len(d.Ignored) > 0 {
		t.Errorf("UTF-16: %v, %+v", err, d)
	}
}

// TestUnusableDeviceLists are refused with their reason.
func TestUnusableDeviceLists(t *testing.T) {
	for name, c := range map[string]struct {
		table, topic string
		want         error
	}{
		"nothing":         {"", "", NoColumns},
		"only names":      {"id,topic\n", "", NothingThere},
		"a column less":   {"id\nfan\n", "a/{room}", NoPlace},
		"a brace left":    {"id\nfan\n", "a/{id", NoPlace},
		"no topic at all": {"id\nfan\n", "", NothingThere},
	} {
		if _, err := Read([]byte(c.table), Asked{Name: "a.csv", Topic: c.topic}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestDevicesOfAList: what a device is called, its topic by columns, and how spreadsheets write what is so.
func TestDevicesOfAList(t *testing.T) {
	for name, c := range map[string]struct {
		table, topic string
		want, left   []string
	}{
		"nodes of Sparkplug": {
			"use,group,node\nsparkplug,plant,a\nsparkplug,plant,b\nsparkplug,hall,a\n", "",
			[]string{"id=plant/a use=sparkplug group=plant node=a present", "id=plant/b use=sparkplug group=plant node=b present", "id=hall/a use=sparkplug group=hall node=a present"}, nil,
		},
		"a column by its head": {"ID,Room\nfan,hall\n", "{Room}/{ID}", []string{"id=fan topic=hall/fan Room=hall present"}, nil},
		"an empty cell":        {"id,room\nfan,hall\npump,\n", "{room}/{id}", []string{"id=fan topic=hall/fan room=hall present"}, []string{"line 3: empty column room"}},
		"of a spreadsheet":     {"id,topic,present,retained\nfan,a,TRUE,True\n", "", []string{"id=fan topic=a present=true retained=true"}, nil},
	} {
		d, err := Read([]byte(c.table), Asked{Name: "a.csv", Topic: c.topic})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		alike(t, name, said(t, d), c.want)
		alike(t, name+": the ignored parts", ignored(d), c.left)
	}
}

// TestOperationsOfNoChannel are told, and so is what a schema refers to that is none.
func TestOperationsOfNoChannel(t *testing.T) {
	d, err := Read([]byte(`asyncapi: 3.0.0
channels: {a: {address: "x/{n}/#", parameters: {n: {enum: [y]}}}, nowhere: {messages: {}}}
operations:
  heard: {action: receive, channel: {$ref: "#/channels/a"}}
  lost: {action: send, channel: {$ref: "#/components/channels/b"}}
  loose: {action: send}
  silent: {action: send, channel: {$ref: "#/channels/nowhere"}}
components: {channels: {b: {address: b}}}
`), Asked{Name: "a.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	alike(t, "the ignored parts", ignored(d), []string{"/channels/nowhere: no address", "/operations/lost: no channel #/components/channels/b", "/operations/loose: no channel"})
	alike(t, "the rules", said(t, d), []string{"topic=x/{n}/# naming=^x/(y)(/.*)?$"})
}

// TestDialects: a schema is of the one that it names, or what it refers to.
func TestDialects(t *testing.T) {
	d, err := Read([]byte(`asyncapi: 2.6.0
channels: {a: {subscribe: {message: {payload: {$ref: "#/components/schemas/new"}}}}, b: {subscribe: {message: {payload: {$ref: "#/components/schemas/list"}}}}}
components: {schemas: {new: {$schema: "https://json-schema.org/draft/2020-12/schema", prefixItems: [{type: number}]}, list: []}}
`), Asked{Name: "a.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	if got := textOf(d.Subjects[0].Schema, "$schema"); !strings.Contains(got, "2020-12") {
		t.Errorf("it is of %s", got)
	}
	alike(t, "the ignored parts", ignored(d), []string{"/channels/b/subscribe/message/payload: misformed #/components/schemas/list", "/components/schemas/list: unreached"})
}

// TestIs tells these files from checklists.
func TestIs(t *testing.T) {
	for file, want := range map[string]bool{second: true, third: true, `{"type": "object"}`: true, "version: 1\nrules: []\n": false, "version: 1\ntype: object\n": false, "a: [": false, "": false} {
		if Is([]byte(file), "a.yaml") != want {
			t.Errorf("%.40q: %v", file, !want)
		}
	}
	if !Is(nil, "a.csv") {
		t.Error("a list is not known by its name")
	}
}

// FuzzRead reads anything in bounded time.
func FuzzRead(f *testing.F) {
	f.Add([]byte(second), "a.yaml", "")
	f.Add([]byte(third), "a.json", "a/+")
	f.Add([]byte("id;topic\nfan;hall/fan\n"), "a.csv", "a/{id}")
	f.Fuzz(func(_ *testing.T, content []byte, name, topic string) {
		_, _ = Read(content, Asked{Name: name, Topic: topic})
	})
}
