package link

import (
	"errors"
	"time"

	"github.com/eclipse/paho.golang/paho"

	"mangrove/broker"
	"mangrove/broker/client/internal/wire"
)

// continueAuthentication is the reason code of an AUTH that goes on (MQTT 5, 3.15.2.1).
const continueAuthentication = 0x18

// responder answers the broker's challenges for the library. Without extended
// authentication the wire lets no AUTH through; the library still wants
// somebody to call, should a broker claim one that was not asked for.
type responder struct {
	wire *wire.Conn
	auth *broker.Auth // nil: there is none
}

// Authenticate answers one challenge. When it cannot, it ends the connection:
// the library has no way to be told.
func (a responder) Authenticate(challenge *paho.Auth) *paho.Auth {
	answer := &paho.Auth{ReasonCode: continueAuthentication, Properties: &paho.AuthProperties{}}
	if a.auth == nil {
		return answer
	}
	respond := a.auth.Respond
	if respond == nil {
		respond = func([]byte) ([]byte, error) { return nil, &broker.Found{Kind: broker.ErrAuth, Code: broker.NoAnswer} }
	}
	var data []byte
	if challenge.Properties != nil {
		data = challenge.Properties.AuthData
	}
	said, err := a.within(func() ([]byte, error) { return respond(data) })
	if err != nil {
		if !errors.Is(err, broker.ErrAuth) {
			err = &broker.Found{Kind: broker.ErrAuth, Code: broker.Because, Err: err}
		}
		a.wire.Abort(err)
	}
	answer.Properties.AuthMethod, answer.Properties.AuthData = a.auth.Method, said
	return answer
}

// answerTime is how long an answer to a challenge may take to be found.
const answerTime = 30 * time.Second

// within calls f, which is not ours and may not return; its goroutine ends when
// it does.
func (responder) within(f func() ([]byte, error)) ([]byte, error) {
	type result struct {
		said []byte
		err  error
	}
	done := make(chan result, 1) // f may finish after nobody waits any more
	go func() {
		said, err := f()
		done <- result{said, err}
	}()
	timer := time.NewTimer(answerTime)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.said, r.err
	case <-timer.C:
		return nil, &broker.Found{Kind: broker.ErrAuth, Code: broker.AnswerLate, After: answerTime}
	}
}

// Authenticated needs nothing done.
func (responder) Authenticated() {}
