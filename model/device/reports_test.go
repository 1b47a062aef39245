package device

import (
	"strings"
	"testing"
	"time"
)

// reported is what others have read wrong, by their public reports.
var reported = []struct{ name, script, want string }{
	{
		name: "pypowerwall-server 33: all of them, and one that never says anything",
		script: `
			0s R homeassistant/sensor/p/battery/config {"stat_t":"pw/battery","avty":[{"t":"pw/default/availability"},{"t":"pw/availability"}],"avty_mode":"all","dev":{"ids":"p","name":"Powerwall"}}
			0s R pw/default/availability online`,
		want: `homeassistant p [Powerwall] unknown | 0 live on 1 ! never heard`,
	},
	{
		name: "core 55090: described again with one topic more",
		script: `
			0s R homeassistant/switch/x/config {"stat_t":"x/s","avty":[{"t":"x/a"}],"avty_mode":"all","dev":{"ids":"x"}}
			1s x/a online
			2s homeassistant/switch/x/config {"stat_t":"x/s","avty":[{"t":"x/a"},{"t":"x/b"}],"avty_mode":"all","dev":{"ids":"x"}}
			3s x/b online`,
		want: `homeassistant x [x] online said 1s | 0 live on 2`,
	},
	{
		name: "core 99566: an entity may be unavailable, and its device is there",
		script: `
			0s R homeassistant/sensor/e/a/config {"stat_t":"e/data","avty":[{"t":"e/status"},{"t":"e/data","val_tpl":"{{'online' if value_json.a is defined else 'offline'}}"}],"avty_mode":"all","dev":{"ids":"e","name":"Boiler"}}
			0s R homeassistant/sensor/e/b/config {"stat_t":"e/data","avty":[{"t":"e/status"},{"t":"e/data","val_tpl":"{{'online' if value_json.b is defined else 'offline'}}"}],"avty_mode":"all","dev":{"ids":"e","name":"Boiler"}}
			1s e/status online
			2s e/data {"b":1}`,
		want: `homeassistant e [Boiler] online said 2s | 1 live on 2`,
	},
	{
		name: "ring-mqtt 710 and others: one availability of several devices",
		script: `
			0s R homeassistant/sensor/a/config {"stat_t":"g/a","avty_t":"g/status","dev":{"ids":"a"}}
			0s R homeassistant/sensor/b/config {"stat_t":"g/b","avty_t":"g/status","dev":{"ids":"b"}}
			1s g/status offline`,
		want: `
			homeassistant a [a] offline said 1s | 0 live on 0
			homeassistant b [b] offline said 1s | 0 live on 0`,
	},
	{
		name: "ESPHome of 2025, whose version does not have its name",
		script: `
			0s R homeassistant/sensor/hall/t/config {"name":"t","stat_t":"home/hall/sensor/t/state","avty_t":"home/hall/status","dev":{"ids":"a0b1","name":"hall","sw":"2025.12.0 (config hash 0x1234abcd)","mdl":"esp32dev","mf":"Espressif"}}
			0s R home/hall/status online
			1s home/hall/sensor/t/state 21.5`,
		want: `esphome home/hall [hall] online heard 1s | Espressif | esp32dev | 2025.12.0 (config hash 0x1234abcd) | 1 live on 2`,
	},
	{
		name: "esphome 966: a status that is a value as well is no sign of life when it is the will",
		script: `
			0s R homeassistant/binary_sensor/m/status/config {"stat_t":"m/status","avty_t":"m/status","dev":{"ids":"m"}}
			1s m/status offline`,
		want: `homeassistant m [status] offline said 1s | 0 live on 1`,
	},
	{
		name: "core 118757: a description that moves to another topic",
		script: `
			0s R homeassistant/sensor/x/a/config {"stat_t":"x/a","dev":{"ids":"x","name":"X"}}
			1s homeassistant/sensor/x/a/config {"migrate_discovery":true}
			2s homeassistant/device/x/config {"dev":{"ids":"x","name":"X"},"o":{"name":"own"},"cmps":{"a":{"p":"sensor","stat_t":"x/a"}}}
			3s homeassistant/sensor/x/a/config ~
			4s x/a 1`,
		want: `homeassistant x [X] online heard 4s | 1 live on 1`,
	},
}

func TestWhatIsReported(t *testing.T) {
	for _, c := range reported {
		t.Run(c.name, func(t *testing.T) {
			s := New()
			play(t, s, c.script)
			want := strings.TrimSpace(strings.ReplaceAll(c.want, "\t", ""))
			if got := strings.Join(lines(s, 11*time.Minute), "\n"); got != want {
				t.Errorf("there are\n%s\nand should be\n%s", got, want)
			}
		})
	}
}

// TestReportedInAnyOrder: of what a broker keeps, the last may come first.
func TestReportedInAnyOrder(t *testing.T) {
	for _, c := range reported {
		t.Run(c.name, func(t *testing.T) {
			var kept, live []string
			for line := range strings.Lines(c.script) {
				switch line = strings.TrimSpace(line); {
				case strings.HasPrefix(line, "0s R "):
					kept = append([]string{line}, kept...)
				default:
					live = append(live, line)
				}
			}
			s := New()
			play(t, s, strings.Join(append(kept, live...), "\n"))
			want := strings.TrimSpace(strings.ReplaceAll(c.want, "\t", ""))
			if got := strings.Join(lines(s, 11*time.Minute), "\n"); got != want {
				t.Errorf("there are\n%s\nand should be\n%s", got, want)
			}
		})
	}
}
