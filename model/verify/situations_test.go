package verify

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"mangrove/model/checklist"
	"mangrove/model/codestest"
)

// The situations that every check has a verdict in.
const (
	passes   = "passes"
	fails    = "fails"
	deadline = "nothing has come by the deadline"
	kept     = "only what the broker kept has come"
	cut      = "a disconnect of our own in the middle"
	few      = "fewer messages than are needed"
	nothing  = "a filter that matches nothing"
	late     = "the first message comes late in the run"
	back     = "our clock is set back"
)

var situations = []string{passes, fails, deadline, kept, cut, few, nothing, late, back}

// zigbee is a device of a convention.
const zigbee = "version: 1\ndevices:\n  - {id: d, use: zigbee2mqtt, name: l, %s}"

// plug is a device of a convention whose will is known.
const plug = "version: 1\ndevices:\n  - {id: d, use: tasmota, topic: plug, %s}"

// situation is what happens and what comes of it; or why there is no such situation.
type situation struct{ form, script, want, none string }

// meaning is that of a check in every situation.
type meaning struct {
	checks string
	in     map[string]situation
}

// seen are the checks that rest on what was seen.
var seen = map[checklist.Kind]meaning{
	checklist.Present: {checks: "present: 1m", in: map[string]situation{
		passes:   {form: device, script: "5s a x", want: "d present: pass, seen"},
		fails:    {form: device, script: "61s other x\n62s tick", want: "d present: fail, late"},
		deadline: {form: device, script: "60s end", want: "d present: fail, never seen"},
		kept:     {form: device, script: "1s R a x\n61s tick\n62s end", want: "d present: fail, only retained"},
		cut:      {form: device, script: "5s down\n300s up\n310s a x", want: "d present: pass, seen"},
		few:      {none: "a message is enough"},
		nothing:  {form: rule, script: "1s other x\n60s end", want: "s/+/v present: fail, no topic"},
		late:     {form: device, script: "59s a x", want: "d present: pass, seen"},
		back:     {form: device, script: "50s tick\n-3600s tick\n-3580s a x", want: "d present: fail, late"},
	}},
	checklist.Online: {checks: "online: true, availability: {topic: st}", in: map[string]situation{
		passes:   {form: device, script: "1s st online", want: "d online: pass, says online"},
		fails:    {form: device, script: "1s st online\n2s st offline\n5s end", want: "d online: fail, says offline"},
		deadline: {form: device, script: "5s end", want: "d online: fail, never seen"},
		kept:     {form: device, script: "1s R st online\n5s end", want: "d online: fail, only retained"},
		cut:      {form: device, script: "1s st online\n2s down\n9s up\n10s R st online\n20s end", want: "d online: pass, says online"},
		few:      {none: "a message is enough"},
		nothing:  {form: device, script: "1s other online\n5s end", want: "d online: fail, never seen"},
		late:     {form: device, script: "1s R st online\n1700s a x\n1800s end", want: "d online: pass, says online"},
		back:     {form: device, script: "10s st online\n-3600s st offline\n-3590s end", want: "d online: fail, says offline"},
	}},
	checklist.Firmware: {checks: "firmware: \">=2.3\"", in: map[string]situation{
		passes:   {form: zigbee, script: "1s zigbee2mqtt/bridge/devices [{\"friendly_name\":\"l\",\"software_build_id\":\"2.3\"}]", want: "d firmware: pass, fits"},
		fails:    {form: zigbee, script: "1s zigbee2mqtt/bridge/devices [{\"friendly_name\":\"l\",\"software_build_id\":\"2.1\"}]\n5s end", want: "d firmware: fail, fits not"},
		deadline: {form: zigbee, script: "5s end", want: "d firmware: fail, never seen"},
		kept:     {form: zigbee, script: "1s R zigbee2mqtt/bridge/devices [{\"friendly_name\":\"l\",\"software_build_id\":\"2.3\"}]\n5s end", want: "d firmware: pass, fits"},
		cut:      {form: zigbee, script: "1s zigbee2mqtt/bridge/devices [{\"friendly_name\":\"l\",\"software_build_id\":\"2.1\"}]\n2s down\n9s up\n10s R zigbee2mqtt/bridge/devices [{\"friendly_name\":\"l\",\"software_build_id\":\"2.4\"}]\n20s end", want: "d firmware: pass, fits"},
		few:      {none: "a message is enough"},
		nothing:  {form: zigbee, script: "1s other x\n5s end", want: "d firmware: fail, never seen"},
		late:     {form: zigbee, script: "1790s zigbee2mqtt/bridge/devices [{\"friendly_name\":\"l\",\"software_build_id\":\"2.3\"}]\n1800s end", want: "d firmware: pass, fits"},
		back:     {form: zigbee, script: "10s zigbee2mqtt/bridge/devices [{\"friendly_name\":\"l\",\"software_build_id\":\"2.1\"}]\n-3600s zigbee2mqtt/bridge/devices [{\"friendly_name\":\"l\",\"software_build_id\":\"2.4\"}]\n-3590s end", want: "d firmware: pass, fits"},
	}},
	checklist.Battery: {checks: "battery: \">=30\"", in: map[string]situation{
		passes:   {form: zigbee, script: "1s zigbee2mqtt/l {\"battery\":87}", want: "d battery: pass, fits"},
		fails:    {form: zigbee, script: "1s zigbee2mqtt/l {\"battery\":9}\n5s end", want: "d battery: fail, fits not"},
		deadline: {form: zigbee, script: "5s end", want: "d battery: fail, never seen"},
		kept:     {form: zigbee, script: "1s R zigbee2mqtt/l {\"battery\":87}\n5s end", want: "d battery: fail, only retained"},
		cut:      {form: zigbee, script: "1s zigbee2mqtt/l {\"battery\":87}\n2s down\n9s up\n10s R zigbee2mqtt/l {\"battery\":87}\n20s end", want: "d battery: pass, fits"},
		few:      {none: "a message is enough"},
		nothing:  {form: zigbee, script: "1s other x\n5s end", want: "d battery: fail, never seen"},
		late:     {form: zigbee, script: "1s R zigbee2mqtt/l {\"battery\":87}\n1700s zigbee2mqtt/l {}\n1800s end", want: "d battery: pass, fits"},
		back:     {form: zigbee, script: "10s zigbee2mqtt/l {\"battery\":87}\n-3600s zigbee2mqtt/l {\"battery\":9}\n-3590s end", want: "d battery: fail, fits not"},
	}},
	checklist.Retained: {checks: "retained: true", in: map[string]situation{
		passes:   {form: device, script: "1s R a x\n5s end", want: "d retained: pass, kept"},
		fails:    {form: device, script: "1s a x\n5s asked\n5s end", want: "d retained: fail, not kept"},
		deadline: {form: device, script: "1s a x\n5s end", want: "d retained: pending, not asked"},
		kept:     {form: device, script: "1s R a x\n5s asked\n5s end", want: "d retained: pass, kept"},
		cut:      {form: device, script: "1s a x\n2s down\n9s up\n10s R a x\n20s end", want: "d retained: pass, kept"},
		few:      {none: "a message is enough"},
		nothing:  {form: device, script: "1s other x\n5s asked\n5s end", want: "d retained: fail, never seen"},
		late:     {form: device, script: "1790s a x\n1800s R a x\n1800s asked\n1800s end", want: "d retained: pass, kept"},
		back:     {form: device, script: "10s a x\n-3600s R a x\n-3590s end", want: "d retained: pass, kept"},
	}},
	checklist.Count: {checks: "count: {min: 2, max: 3}", in: map[string]situation{
		passes:   {form: rule, script: "1s s/a/v x\n1s s/b/v x\n5s end", want: "s/+/v count: pass, counted"},
		fails:    {form: rule, script: "1s s/a/v x\n1s s/b/v x\n1s s/c/v x\n1s s/d/v x", want: "s/+/v count: fail, counted"},
		deadline: {form: rule, script: "1s s/a/v x\n5s end", want: "s/+/v count: fail, counted"},
		kept:     {form: rule, script: "1s R s/a/v x\n1s R s/b/v x\n5s end", want: "s/+/v count: pass, counted"},
		cut:      {form: rule, script: "1s s/a/v x\n2s down\n9s up\n10s R s/a/v x\n11s s/b/v x\n12s end", want: "s/+/v count: pass, counted"},
		few:      {none: "how many there are is what it looks at"},
		nothing:  {form: rule, script: "1s other x\n5s end", want: "s/+/v count: fail, counted"},
		late:     {form: rule, script: "1790s s/a/v x\n1791s s/b/v x\n1800s end", want: "s/+/v count: pass, counted"},
		back:     {form: rule, script: "10s s/a/v x\n-3600s s/b/v x\n-3590s end", want: "s/+/v count: pass, counted"},
	}},
	checklist.Members: {checks: "members: [a, b]", in: map[string]situation{
		passes:   {form: rule, script: "1s s/a/v x\n1s s/b/v x\n5s end", want: "s/+/v members: pass, complete"},
		fails:    {form: rule, script: "1s s/c/v x", want: "s/+/v members: fail, unexpected"},
		deadline: {form: rule, script: "1s s/a/v x\n5s end", want: "s/+/v members: fail, missing"},
		kept:     {form: rule, script: "1s R s/a/v x\n1s R s/b/v x\n5s end", want: "s/+/v members: pass, complete"},
		cut:      {form: rule, script: "1s s/a/v x\n2s down\n9s up\n10s R s/a/v x\n11s s/b/v x\n12s end", want: "s/+/v members: pass, complete"},
		few:      {none: "a message of each is enough"},
		nothing:  {form: rule, script: "1s other x\n5s end", want: "s/+/v members: fail, missing"},
		late:     {form: rule, script: "1790s s/a/v x\n1791s s/b/v x\n1800s end", want: "s/+/v members: pass, complete"},
		back:     {form: rule, script: "10s s/a/v x\n-3600s s/b/v x\n-3590s end", want: "s/+/v members: pass, complete"},
	}},
	checklist.Naming: {checks: "naming: '^s/[a-z]/v$'", in: map[string]situation{
		passes:   {form: rule, script: "1s s/a/v x\n5s end", want: "a naming: pass, fits"},
		fails:    {form: rule, script: "1s s/A/v x", want: "A naming: fail, no match"},
		deadline: {form: device, script: "5s end", want: "d naming: fail, never seen"},
		kept:     {form: rule, script: "1s R s/a/v x\n5s end", want: "a naming: pass, fits"},
		cut:      {form: rule, script: "1s s/a/v x\n2s down\n9s up\n10s s/B/v x\n12s end", want: "a naming: pass, fits\nB naming: fail, no match"},
		few:      {none: "a topic does not change"},
		nothing:  {form: rule, script: "1s other x\n5s end", want: "s/+/v naming: fail, no topic"},
		late:     {form: rule, script: "1790s s/a/v x\n1800s end", want: "a naming: pass, fits"},
		back:     {form: rule, script: "10s s/a/v x\n-3600s s/B/v x\n-3590s end", want: "a naming: pass, fits\nB naming: fail, no match"},
	}},
}

// ever are those of what has to hold all the time.
var ever = map[checklist.Kind]meaning{
	checklist.QoS: {checks: "qos: {min: 1}", in: map[string]situation{
		passes:   {form: device, script: "1s Q1 a x\n2s Q1 a x\n3s Q1 a x\n5s end", want: "d qos: pass, held"},
		fails:    {form: device, script: "1s Q1 a x\n2s Q0 a x\n3s Q1 a x\n4s Q1 a x\n5s end", want: "d qos: fail, low QoS"},
		deadline: {form: device, script: "5s end", want: "d qos: fail, never seen"},
		kept:     {form: device, script: "1s R Q1 a x\n5s end", want: "d qos: pending, only retained"},
		cut:      {form: device, script: "1s Q1 a x\n2s Q1 a x\n3s down\n9s up\n10s R Q1 a x\n11s down\n12s up\n13s R Q1 a x\n20s end", want: "d qos: pending, too few"},
		few:      {form: device, script: "1s Q1 a x\n2s Q1 a x\n5s end", want: "d qos: pending, too few"},
		nothing:  {form: rule, script: "1s other x\n5s end", want: "s/+/v qos: fail, no topic"},
		late:     {form: device, script: "1790s Q1 a x\n1791s Q1 a x\n1792s Q1 a x\n1800s end", want: "d qos: pass, held"},
		back:     {form: device, script: "10s Q1 a x\n20s Q1 a x\n-3600s Q1 a x\n-3590s end", want: "d qos: pass, held"},
	}},
	checklist.Field: {checks: "fields: {v: {range: [1, 2]}}", in: map[string]situation{
		passes:   {form: device, script: "1s a {\"v\":1}\n2s a {\"v\":1}\n3s a {\"v\":1}\n5s end", want: "d field v: pass, held"},
		fails:    {form: device, script: "1s a {\"v\":1}\n2s a {\"v\":3}\n3s a {\"v\":1}\n4s a {\"v\":1}\n5s end", want: "d field v: fail, out of range"},
		deadline: {form: device, script: "5s end", want: "d field v: fail, never seen"},
		kept:     {form: device, script: "1s R a {\"v\":1}\n5s end", want: "d field v: pending, only retained"},
		cut:      {form: device, script: "1s a {\"v\":1}\n2s a {\"v\":1}\n3s down\n9s up\n10s R a {\"v\":1}\n11s down\n12s up\n13s R a {\"v\":1}\n20s end", want: "d field v: pending, too few"},
		few:      {form: device, script: "1s a {\"v\":1}\n2s a {\"v\":1}\n5s end", want: "d field v: pending, too few"},
		nothing:  {form: rule, script: "1s other x\n5s end", want: "s/+/v field v: fail, no topic"},
		late:     {form: device, script: "1790s a {\"v\":1}\n1791s a {\"v\":1}\n1792s a {\"v\":1}\n1800s end", want: "d field v: pass, held"},
		back:     {form: device, script: "10s a {\"v\":1}\n20s a {\"v\":1}\n-3600s a {\"v\":1}\n-3590s end", want: "d field v: pass, held"},
	}},
	checklist.Types: {checks: "types: {number: [v]}", in: map[string]situation{
		passes:   {form: device, script: "1s a {\"v\":1}\n2s a {\"v\":1}\n3s a {\"v\":1}\n5s end", want: "d types: pass, held"},
		fails:    {form: device, script: "1s a {\"v\":1}\n2s a {\"v\":\"1\"}\n3s a {\"v\":1}\n4s a {\"v\":1}\n5s end", want: "d types: fail, some values"},
		deadline: {form: device, script: "5s end", want: "d types: fail, never seen"},
		kept:     {form: device, script: "1s R a {\"v\":1}\n5s end", want: "d types: pending, only retained"},
		cut:      {form: device, script: "1s a {\"v\":1}\n2s a {\"v\":1}\n3s down\n9s up\n10s R a {\"v\":1}\n11s down\n12s up\n13s R a {\"v\":1}\n20s end", want: "d types: pending, some values"},
		few:      {form: device, script: "1s a {\"v\":1}\n2s a {\"v\":1}\n5s end", want: "d types: pending, some values"},
		nothing:  {form: rule, script: "1s other x\n5s end", want: "s/+/v types: fail, no topic"},
		late:     {form: device, script: "1790s a {\"v\":1}\n1791s a {\"v\":1}\n1792s a {\"v\":1}\n1800s end", want: "d types: pass, held"},
		back:     {form: device, script: "10s a {\"v\":1}\n20s a {\"v\":1}\n-3600s a {\"v\":1}\n-3590s end", want: "d types: pass, held"},
	}},
	checklist.Schema: {checks: "schema: v.json", in: map[string]situation{
		passes:   {form: device, script: "1s a {\"v\":1}\n2s a {\"v\":1}\n3s a {\"v\":1}\n5s end", want: "d schema: pass, held"},
		fails:    {form: device, script: "1s a {\"v\":1}\n2s a {\"v\":\"1\"}\n3s a {\"v\":1}\n4s a {\"v\":1}\n5s end", want: "d schema: fail, against schema"},
		deadline: {form: device, script: "5s end", want: "d schema: fail, never seen"},
		kept:     {form: device, script: "1s R a {\"v\":1}\n5s end", want: "d schema: pending, only retained"},
		cut:      {form: device, script: "1s a {\"v\":1}\n2s a {\"v\":1}\n3s down\n9s up\n10s R a {\"v\":1}\n11s down\n12s up\n13s R a {\"v\":1}\n20s end", want: "d schema: pending, too few"},
		few:      {form: device, script: "1s a {\"v\":1}\n2s a {\"v\":1}\n5s end", want: "d schema: pending, too few"},
		nothing:  {form: rule, script: "1s other x\n5s end", want: "s/+/v schema: fail, no topic"},
		late:     {form: device, script: "1790s a {\"v\":1}\n1791s a {\"v\":1}\n1792s a {\"v\":1}\n1800s end", want: "d schema: pass, held"},
		back:     {form: device, script: "10s a {\"v\":1}\n20s a {\"v\":1}\n-3600s a {\"v\":1}\n-3590s end", want: "d schema: pass, held"},
	}},
	checklist.Seq: {checks: "fields: {v: {seq: 2, samples: 1}}", in: map[string]situation{
		passes:   {form: device, script: "1s a {\"v\":1}\n2s a {\"v\":2}\n3s a {\"v\":0}\n4s a {\"v\":1}\n5s end", want: "d seq v: pass, held"},
		fails:    {form: device, script: "1s a {\"v\":1}\n2s a {\"v\":0}", want: "d seq v: fail, not next"},
		deadline: {form: device, script: "5s end", want: "d seq v: fail, never seen"},
		kept:     {form: device, script: "1s R a {\"v\":1}\n5s end", want: "d seq v: fail, only retained"},
		cut:      {form: device, script: "1s a {\"v\":0}\n2s a {\"v\":1}\n3s a {\"v\":2}\n4s down\n9s up\n10s R a {\"v\":0}\n11s a {\"v\":1}\n12s a {\"v\":2}\n20s end", want: "d seq v: pass, held"},
		few:      {form: device, script: "1s a {\"v\":1}\n5s end", want: "d seq v: pending, too few"},
		nothing:  {form: rule, script: "1s other x\n5s end", want: "s/+/v seq v: fail, no topic"},
		late:     {form: device, script: "1790s a {\"v\":1}\n1791s a {\"v\":2}\n1792s a {\"v\":0}\n1793s a {\"v\":1}\n1800s end", want: "d seq v: pass, held"},
		back:     {form: device, script: "10s a {\"v\":0}\n11s a {\"v\":1}\n12s a {\"v\":2}\n-3600s a {\"v\":2}\n-3599s a {\"v\":0}\n-3590s end", want: "d seq v: pass, held"},
	}},
	checklist.Size: {checks: "size: {max: 2B}", in: map[string]situation{
		passes:   {form: device, script: "1s a xx\n2s a x\n5s end", want: "d size: pass, held"},
		fails:    {form: device, script: "1s a xx\n2s a xxx\n3s a x\n5s end", want: "d size: fail, too large"},
		deadline: {form: device, script: "5s end", want: "d size: fail, never seen"},
		kept:     {form: device, script: "1s R a xx\n5s end", want: "d size: pass, at rest"},
		cut:      {form: device, script: "1s a xx\n2s down\n9s up\n10s R a xx\n11s a x\n20s end", want: "d size: pass, held"},
		few:      {form: device, script: "1s a xx\n5s end", want: "d size: pass, held"},
		nothing:  {form: rule, script: "1s other x\n5s end", want: "s/+/v size: fail, no topic"},
		late:     {form: device, script: "1790s a xx\n1800s end", want: "d size: pass, held"},
		back:     {form: device, script: "10s a xx\n-3600s a xxx", want: "d size: fail, too large"},
	}},
	checklist.Rate: {checks: "rate: {max: 2/min}", in: map[string]situation{
		passes:   {form: device, script: "31s a x\n60s a x\n92s end", want: "d rate: pass, held"},
		fails:    {form: device, script: "31s a x\n32s a x\n33s a x\n92s end", want: "d rate: fail, too often"},
		deadline: {form: device, script: "5s end", want: "d rate: fail, never seen"},
		kept:     {form: device, script: "1s R a x\n92s end", want: "d rate: pass, at rest"},
		cut:      {form: device, script: "31s a x\n80s down\n90s up\n91s R a x\n92s a x\n130s end", want: "d rate: pending, watched"},
		few:      {form: device, script: "1s a x\n31s a x\n80s end", want: "d rate: pending, watched"},
		nothing:  {form: rule, script: "1s other x\n92s end", want: "s/+/v rate: fail, no topic"},
		late:     {form: device, script: "1790s a x\n1800s end", want: "d rate: pass, held"},
		back:     {form: device, script: "31s a x\n32s a x\n-3600s a x\n-3510s end", want: "d rate: pass, held"},
	}},
	checklist.Interval: {checks: "interval: {max: 60s, samples: 2}", in: map[string]situation{
		passes:   {form: device, script: "1s a x\n50s a x\n100s a x\n130s end", want: "d interval: pass, in time"},
		fails:    {form: device, script: "1s a x\n62s other x\n63s tick", want: "d interval: fail, silent"},
		deadline: {form: device, script: "5s end", want: "d interval: fail, never seen"},
		kept:     {form: device, script: "1s R a x\n200s tick\n300s end", want: "d interval: fail, only retained"},
		cut:      {form: device, script: "1s a x\n20s a x\n40s a x\n45s down\n90s up\n91s R a x\n160s end", want: "d interval: fail, silent"},
		few:      {form: device, script: "1s a x\n30s end", want: "d interval: pending, too few"},
		nothing:  {form: rule, script: "1s other x\n92s end", want: "s/+/v interval: fail, no topic"},
		late:     {form: device, script: "1700s a x\n1750s a x\n1790s a x\n1800s end", want: "d interval: pass, in time"},
		back:     {form: device, script: "100s a x\n150s a x\n-3600s a x\n-3550s a x\n-3540s end", want: "d interval: pass, in time"},
	}},
	checklist.Skew: {checks: "fields: {t: {skew: 5s, samples: 1}}", in: map[string]situation{
		passes:   {form: device, script: "1s a {\"t\":\"NOW\"}\n1s a {\"t\":\"NOW\"}\n1s a {\"t\":\"NOW\"}\n1s a {\"t\":\"NOW\"}\n1s a {\"t\":\"NOW\"}\n2s end", want: "d skew t: pass, clock right"},
		fails:    {form: device, script: "1s a {\"t\":\"2026-11-26T11:40:11Z\"}\n1s a {\"t\":\"2026-11-26T11:40:11Z\"}\n1s a {\"t\":\"2026-11-26T11:40:11Z\"}\n1s a {\"t\":\"2026-11-26T11:40:11Z\"}\n1s a {\"t\":\"2026-11-26T11:40:11Z\"}\n2s end", want: "d skew t: fail, clock off"},
		deadline: {form: device, script: "5s end", want: "d skew t: fail, never seen"},
		kept:     {form: device, script: "1s R a {\"t\":\"NOW\"}\n5s end", want: "d skew t: fail, only retained"},
		cut:      {form: device, script: "1s a {\"t\":\"NOW\"}\n1s a {\"t\":\"NOW\"}\n1s a {\"t\":\"NOW\"}\n2s down\n9s up\n10s R a {\"t\":\"2026-11-26T11:00:00Z\"}\n11s a {\"t\":\"NOW\"}\n11s a {\"t\":\"NOW\"}\n20s end", want: "d skew t: pass, clock right"},
		few:      {form: device, script: "1s a {\"t\":\"NOW\"}\n1s a {\"t\":\"NOW\"}\n1s a {\"t\":\"NOW\"}\n1s a {\"t\":\"NOW\"}\n5s end", want: "d skew t: pending, too few"},
		nothing:  {form: rule, script: "1s other x\n5s end", want: "s/+/v skew t: fail, no topic"},
		late:     {form: device, script: "1790s a {\"t\":\"NOW\"}\n1790s a {\"t\":\"NOW\"}\n1790s a {\"t\":\"NOW\"}\n1790s a {\"t\":\"NOW\"}\n1790s a {\"t\":\"NOW\"}\n1800s end", want: "d skew t: pass, clock right"},
		back:     {form: device, script: "1s a {\"t\":\"NOW\"}\n1s a {\"t\":\"NOW\"}\n-3600s a {\"t\":\"2026-11-26T12:00:02Z\"}\n-3600s a {\"t\":\"2026-11-26T12:00:02Z\"}\n-3600s a {\"t\":\"2026-11-26T12:00:02Z\"}\n-3600s a {\"t\":\"2026-11-26T12:00:02Z\"}\n-3600s a {\"t\":\"2026-11-26T12:00:02Z\"}\n-3590s end", want: "d skew t: not verifiable, our clock"},
	}},
	checklist.Stuck: {checks: "fields: {v: {stuck: 60s, samples: 1}}", in: map[string]situation{
		passes:   {form: device, script: "1s a {\"v\":1}\n30s a {\"v\":2}\n70s a {\"v\":3}\n80s end", want: "d stuck v: pass, changes"},
		fails:    {form: device, script: "1s a {\"v\":1}\n30s a {\"v\":1}\n62s a {\"v\":1}", want: "d stuck v: fail, stuck at"},
		deadline: {form: device, script: "5s end", want: "d stuck v: fail, never seen"},
		kept:     {form: device, script: "1s R a {\"v\":1}\n200s end", want: "d stuck v: fail, only retained"},
		cut:      {form: device, script: "1s a {\"v\":1}\n40s a {\"v\":1}\n50s down\n60s up\n61s R a {\"v\":1}\n62s a {\"v\":1}\n110s a {\"v\":1}\n112s end", want: "d stuck v: pending, watched"},
		few:      {form: device, script: "1s a {\"v\":1}\n200s end", want: "d stuck v: pending, watched"},
		nothing:  {form: rule, script: "1s other x\n200s end", want: "s/+/v stuck v: fail, no topic"},
		late:     {form: device, script: "1700s a {\"v\":1}\n1750s a {\"v\":2}\n1790s a {\"v\":3}\n1800s end", want: "d stuck v: pass, changes"},
		back:     {form: device, script: "1s a {\"v\":1}\n40s a {\"v\":1}\n-3600s a {\"v\":1}\n-3570s a {\"v\":1}\n-3560s end", want: "d stuck v: pending, watched"},
	}},
}

// taken are the checks that somebody takes a step for.
var taken = map[checklist.Kind]meaning{
	checklist.LWTTest: {checks: "availability: {topic: st}, lwt_test: {operator: pull, within: 60s}", in: map[string]situation{
		passes:   {form: device, script: "1s st online\n10s done\n30s st offline\n90s st online", want: "d lwt_test: pass, went and came"},
		fails:    {form: device, script: "1s st online\n10s done\n71s other x", want: "d lwt_test: fail, not offline"},
		deadline: {form: device, script: "60s end", want: "d lwt_test: fail, not online"},
		kept:     {form: device, script: "1s R st online\n60s end", want: "d lwt_test: fail, not online"},
		cut:      {form: device, script: "1s st online\n10s done\n20s down\n30s up\n31s R st offline\n90s end", want: "d lwt_test: pending, interrupted"},
		few:      {form: device, script: "1s st online\n10s done\n30s st offline\n40s end", want: "d lwt_test: fail, not back"},
		nothing:  {form: device, script: "1s other online\n60s end", want: "d lwt_test: fail, not online"},
		late:     {form: device, script: "1700s st online\n1701s done\n1750s st offline\n1790s st online", want: "d lwt_test: pass, went and came"},
		back:     {form: device, script: "1s st online\n10s done\n-3600s tick\n-3570s st offline\n-3560s st online", want: "d lwt_test: pass, went and came"},
	}},
	checklist.Commanded: {checks: "command: {publish: set, payload: x, reply: st, expect: ON, within: 2s}", in: map[string]situation{
		passes:   {form: device, script: "0s allow\n1s send\n2s st ON", want: "d command: pass, replied"},
		fails:    {form: device, script: "0s allow\n1s send\n4s other x", want: "d command: fail, no reply"},
		deadline: {form: device, script: "0s allow\n1s send\n60s end", want: "d command: fail, no reply"},
		kept:     {form: device, script: "0s allow\n1s send\n2s R st ON\n60s end", want: "d command: fail, no reply"},
		cut:      {form: device, script: "0s allow\n1s send\n2s down\n9s up\n10s st ON\n20s end", want: "d command: pending, interrupted"},
		few:      {form: device, script: "0s allow\n1s send\n2s end", want: "d command: pending, too early"},
		nothing:  {form: device, script: "0s allow\n1s send\n2s other ON\n60s end", want: "d command: fail, no reply"},
		late:     {form: device, script: "0s allow\n1700s send\n1701s st ON", want: "d command: pass, replied"},
		back:     {form: device, script: "0s allow\n1s send\n-3600s tick\n-3599s st ON", want: "d command: pass, replied"},
	}},
}

// further are the checks that look at more than what they judge.
var further = map[checklist.Kind]meaning{
	checklist.Will: {checks: "will: announced", in: map[string]situation{
		passes:   {form: plug, script: "1s R tele/plug/LWT Online\n2s tele/plug/STATE {}", want: "d will: pass, will kept"},
		fails:    {form: "version: 1\ndevices:\n  - {id: d, topic: a, availability: {topic: st}, lwt_test: {operator: pull, within: 60s}, %s}", script: "1s st online\n10s done\n71s other x\n80s end", want: "d lwt_test: fail, not offline\nd will: fail, no will seen"},
		deadline: {form: plug, script: "60s end", want: "d will: fail, never seen"},
		kept:     {form: plug, script: "1s R tele/plug/LWT Online\n60s end", want: "d will: not verifiable, only retained"},
		cut:      {form: plug, script: "1s R tele/plug/LWT Online\n2s tele/plug/STATE {}\n3s down\n9s up\n60s ask\n60s asked\n60s end", want: "d will: not verifiable, will unseen"},
		few:      {none: "a message is enough"},
		nothing:  {form: rule, script: "1s other x\n60s end", want: "s/+/v will: fail, no topic"},
		late:     {form: plug, script: "1700s tele/plug/LWT Online\n1701s ask\n1701s keeps tele/plug/LWT Online\n1701s asked\n1800s end", want: "d will: pass, will kept"},
		back:     {form: plug, script: "100s R tele/plug/LWT Online\n-3600s tele/plug/STATE {}\n-3500s end", want: "d will: pass, will kept"},
	}},
	checklist.Lint: {checks: "lint: [type flip]", in: map[string]situation{
		passes:   {form: rule, script: "1s s/1/v 1\n2s s/1/v 2\n3s s/2/v 3\n60s end", want: "s/+/v lint type flip: pass, not unwise"},
		fails:    {form: rule, script: "1s s/1/v 1\n2s s/1/v warm\n60s end", want: "s/+/v lint type flip: fail, unwise"},
		deadline: {form: rule, script: "60s end", want: "s/+/v lint type flip: fail, no topic"},
		kept:     {form: rule, script: "1s R s/1/v 1\n1s R s/2/v 1\n1s R s/3/v 1\n60s end", want: "s/+/v lint type flip: pending, only retained"},
		cut:      {form: rule, script: "1s s/1/v 1\n2s s/1/v 2\n3s down\n9s up\n10s R s/1/v 2\n11s s/1/v 3\n60s end", want: "s/+/v lint type flip: pass, not unwise"},
		few:      {form: rule, script: "1s s/1/v 1\n2s s/1/v 2\n60s end", want: "s/+/v lint type flip: pending, too few"},
		nothing:  {form: rule, script: "1s other x\n60s end", want: "s/+/v lint type flip: fail, no topic"},
		late:     {form: rule, script: "1700s s/1/v 1\n1701s s/1/v 2\n1702s s/1/v 3\n1800s end", want: "s/+/v lint type flip: pass, not unwise"},
		back:     {form: rule, script: "100s s/1/v 1\n-3600s s/1/v 2\n-3599s s/1/v 3\n-3500s end", want: "s/+/v lint type flip: pass, not unwise"},
	}},
}

// TestSituations: every check has its verdict in every situation.
func TestSituations(t *testing.T) {
	all := maps.Clone(seen)
	maps.Copy(all, ever)
	maps.Copy(all, taken)
	maps.Copy(all, further)
	for _, kind := range codestest.Of(t, "../checklist", "Kind") {
		m, known := all[checklist.Kind(kind)]
		if !known || !slices.Equal(slices.Sorted(maps.Keys(m.in)), slices.Sorted(slices.Values(situations))) {
			t.Errorf("%s: not every situation has a case", kind)
		}
		for name, c := range m.in {
			t.Run(kind+": "+name, func(t *testing.T) {
				if c.none != "" {
					return
				}
				got := strings.Split(said(play(t, fmt.Sprintf(c.form, m.checks), c.script)), "\n")
				if slices.Contains([]checklist.Kind{checklist.Skew, checklist.Stuck, checklist.Seq}, checklist.Kind(kind)) { // which stand with a field
					got = slices.DeleteFunc(got, func(line string) bool { return strings.Contains(line, " field ") })
				}
				if said := strings.Join(got, "\n"); said != c.want {
					t.Errorf("the verdicts are\n%s\nwant\n%s", said, c.want)
				}
			})
		}
	}
}
