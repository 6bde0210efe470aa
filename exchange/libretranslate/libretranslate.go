// Package libretranslate asks a machine for a draft of a translation, over the
// protocol of LibreTranslate (POST /translate). Text goes out one piece at a time,
// to the one address that the archive's keeper wrote down, and nowhere else: no
// redirect is followed, no proxy is used, and plain HTTP is spoken with this machine
// only.
package libretranslate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"sijill.example/sijill"
)

// Limits of one piece, in bytes.
const (
	MaxText   = 64 << 10
	maxAnswer = 1 << 20
)

const patience = 60 * time.Second

// Engine is a machine that translates. It may be used concurrently.
type Engine struct {
	address *url.URL
	key     string
	client  *http.Client
}

// New makes an engine from its address, https://host or http://127.0.0.1:5000, and a
// key, which may be "".
func New(address, key string) (*Engine, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, &sijill.Error{Class: sijill.Usage, Message: "The address of the machine that translates is not one.", Hint: `In sijill.toml: [translate] url = "http://127.0.0.1:5000"`}
	}
	if u.Scheme == "http" && !loopback(u.Hostname()) {
		return nil, &sijill.Error{Class: sijill.Refused, Message: "Plain HTTP to another machine would show what witnesses said to everybody on the way.", Hint: "Use https://, or a machine that runs here."}
	}
	return &Engine{u.JoinPath("translate"), key, &http.Client{
		Timeout:       patience,
		Transport:     &http.Transport{Proxy: nil, DialContext: (&net.Dialer{Timeout: 10 * time.Second}).DialContext, MaxIdleConns: 1, TLSHandshakeTimeout: 10 * time.Second},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Name is what the engine is called in what it made: its host.
func (e *Engine) Name() string { return "LibreTranslate at " + e.address.Host }

// Translate gives a text in another language (BCP 47; the machine gets the primary
// language alone). No error holds any of the text.
func (e *Engine) Translate(ctx context.Context, text, from, to string) (string, error) {
	if len(text) > MaxText {
		return "", &sijill.Error{Class: sijill.Refused, Message: "A segment is longer than a machine is given at once.", Hint: "Cut it into shorter ones."}
	}
	body, err := json.Marshal(map[string]string{"q": text, "source": primary(from), "target": primary(to), "format": "text", "api_key": e.key})
	if err != nil {
		return "", err
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, e.address.String(), bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("User-Agent", "Sijill")
	r, err := e.client.Do(q)
	if err != nil {
		return "", trouble("The machine that translates does not answer.", errors.Unwrap(err))
	}
	defer func() { _ = r.Body.Close() }()
	if r.StatusCode != http.StatusOK {
		return "", trouble(fmt.Sprintf("The machine that translates answers with status %d.", r.StatusCode), nil)
	}
	raw, err := io.ReadAll(io.LimitReader(r.Body, maxAnswer+1))
	if err != nil || len(raw) > maxAnswer {
		return "", trouble("The answer of the machine that translates cannot be read, or is too long.", err)
	}
	var answer struct {
		Text *string `json:"translatedText"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil || answer.Text == nil || !utf8.ValidString(*answer.Text) {
		return "", trouble("The answer of the machine that translates cannot be read.", nil)
	}
	return strings.TrimSpace(*answer.Text), nil
}

func primary(tag string) string {
	p, _, _ := strings.Cut(tag, "-")
	return p
}

func trouble(message string, err error) error {
	return &sijill.Error{Class: sijill.Failed, Message: message, Hint: "Nothing was made of it. Look after the machine, and ask again.", Err: err}
}
