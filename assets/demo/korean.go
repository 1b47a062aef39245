package demo

import (
	"strconv"
	"time"
)

// newKoreanPlant is a controller in Korea: topics and texts in Korean, which
// take three bytes a character in UTF-8.
func newKoreanPlant(seed uint64) *Device {
	d := newDevice(seed, "korean-plant", "plc-gateway-kr", "Controller of a plant in Korea, with topics and texts in Korean")
	link := func(word string) Message { return Message{"공장/게이트웨이/연결", []byte(word), 1, true} }
	d.will = func(time.Time) Message { return link("끊김") }
	d.birth = func(time.Time) []Message {
		return []Message{
			link("정상"),
			{"공장/설정/이름", []byte("제2공장 사출동"), 1, true},
			{"공장/설정/작업조", encode([]string{"주간", "야간"}), 1, true},
		}
	}
	d.koreanLine("공장/1라인/", 0)
	d.koreanLine("공장/2라인/", 170*time.Second)
	return d
}

// koreanStates are what a line does over six minutes.
var koreanStates = []struct {
	until time.Duration
	word  string
	note  string
}{
	{270 * time.Second, "운전 중", "정상 운전 중입니다"},
	{300 * time.Second, "자재 대기", "원료 투입을 기다리는 중입니다"},
	{330 * time.Second, "점검 중", "금형 온도를 점검하고 있습니다"},
	{360 * time.Second, "운전 준비", "곧 운전을 시작합니다"},
}

// koreanLine is an injection moulding line.
func (d *Device) koreanLine(base string, shift time.Duration) {
	mould := d.noisy(daily(182, 186, 15), 0.7, time.Minute)
	bar := d.noisy(constant(96), 1.8, 10*time.Second)
	drive := d.noisy(constant(31.5), 0.9, 8*time.Second)
	made := total(48_211, func(time.Time) float64 { return 0.25 })
	state := func(now time.Time) int {
		at := time.Duration(now.Add(shift).Unix()%360) * time.Second
		for i, s := range koreanStates {
			if at < s.until {
				return i
			}
		}
		return 0
	}
	d.every(time.Second, func(now time.Time) []Message { return one(base+"온도", text(mould(now), 1)) })
	d.every(time.Second, func(now time.Time) []Message { return one(base+"압력", text(bar(now), 1)) })
	d.every(2*time.Second, func(now time.Time) []Message { return one(base+"전류", text(drive(now), 2)) })
	d.every(5*time.Second, func(now time.Time) []Message {
		return one(base+"생산량", strconv.AppendInt(nil, int64(made(now)), 10))
	})
	d.every(8*time.Second, func(now time.Time) []Message {
		s := koreanStates[state(now)]
		return []Message{{base + "상태", encode(struct {
			State string `json:"상태"`
			Note  string `json:"설명"`
			Time  string `json:"시각"`
		}{s.word, s.note, now.Format(time.RFC3339)}), 1, true}}
	})
	last := -1
	d.every(2*time.Second, func(now time.Time) []Message {
		i := state(now)
		if i == last {
			return nil
		}
		last = i
		return []Message{{base + "알림", []byte(koreanStates[i].note), 1, false}}
	})
}
