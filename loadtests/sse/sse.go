package main

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/grafana/sobek"

	"go.k6.io/k6/js/common"
	"go.k6.io/k6/js/modules"
	"go.k6.io/k6/lib"
	"go.k6.io/k6/lib/types"
	"go.k6.io/k6/metrics"
)

// Module is what scripts import as "k6/x/sse". Its `open` holds a stream until the script closes it,
// it ends, or the iteration does; handlers run one after the other on the VU's own goroutine.
type Module struct{}

// NewModuleInstance is called once for each VU.
func (*Module) NewModuleInstance(vu modules.VU) modules.Instance {
	registry := vu.InitEnv().Registry
	events, err := registry.NewMetric("sse_event", metrics.Counter)
	if err != nil {
		common.Throw(vu.Runtime(), err)
	}
	return &instance{vu, events}
}

type instance struct {
	vu     modules.VU
	events *metrics.Metric
}

func (i *instance) Exports() modules.Exports {
	return modules.Exports{
		Default: map[string]any{"open": i.open},
		Named:   map[string]any{"open": i.open},
	}
}

// Response is how the server answered.
type Response struct {
	URL string `js:"url"`
	// Status is 0 where there was no answer.
	Status  int               `js:"status"`
	Headers map[string]string `js:"headers"`
	// Error says why there was no stream, or what cut it off.
	Error string `js:"error"`
}

// Client is what a script listens by.
type Client struct {
	handlers map[string][]sobek.Callable
	closed   bool
}

// On has handlers called on "open", with each "event", or on an "error".
func (c *Client) On(what string, handler sobek.Value) error {
	callable, ok := sobek.AssertFunction(handler)
	if !ok {
		return fmt.Errorf("listen to %q: expected a function, got %v", what, handler)
	}
	c.handlers[what] = append(c.handlers[what], callable)
	return nil
}

// Close ends the stream; no handler is called any more.
func (c *Client) Close() {
	c.closed = true
}

func (c *Client) call(what string, args ...sobek.Value) error {
	for _, handler := range c.handlers[what] {
		if c.closed {
			return nil
		}
		if _, err := handler(sobek.Undefined(), args...); err != nil {
			return err
		}
	}
	return nil
}

func (i *instance) open(url string, given sobek.Value, setup sobek.Callable) (*Response, error) {
	state := i.vu.State()
	if state == nil {
		return nil, errors.New("open a stream: expected an iteration, got the init context")
	}
	params, err := i.parse(url, given)
	if err != nil {
		return nil, err
	}
	if setup == nil {
		return nil, fmt.Errorf("open %s: expected a function that listens", url)
	}
	client := &Client{handlers: map[string][]sobek.Callable{}}
	if _, err := setup(sobek.Undefined(), i.vu.Runtime().ToValue(client)); err != nil {
		return nil, err
	}
	ctx, cancel := params.context(i.vu.Context())
	defer cancel()
	response := &Response{URL: url}
	cutOff, err := i.follow(ctx, params, client, response)
	if err != nil || cutOff == nil || i.vu.Context().Err() != nil {
		return response, err
	}
	response.Error = cutOff.Error()
	return response, client.call("error", i.vu.Runtime().ToValue(cutOff))
}

// follow gives the client what comes, until it is over. What the script threw is err.
func (i *instance) follow(
	ctx context.Context, params *params, client *Client, response *Response,
) (cutOff, err error) {
	state := i.vu.State()
	answer, cutOff := params.request(ctx, state)
	if cutOff != nil {
		return cutOff, nil
	}
	defer func() { _ = answer.Body.Close() }()
	response.Status, response.Headers = answer.StatusCode, flat(answer.Header)
	if cutOff := isStream(answer); cutOff != nil {
		return cutOff, nil
	}
	if err := client.call("open"); err != nil {
		return nil, err
	}
	received := make(chan Event)
	end := make(chan error, 1)
	reading, stop := context.WithCancel(ctx)
	go func() {
		defer close(received)
		end <- read(reading, answer, received)
	}()
	defer func() {
		stop()
		_ = answer.Body.Close()
		for range received { // Until the reader has ended as well.
		}
	}()
	for !client.closed {
		event, more := <-received
		if !more {
			return <-end, nil
		}
		i.count(ctx, params)
		if err := client.call("event", i.vu.Runtime().ToValue(event)); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// read hands over one event after the other; nil once the stream has come to its end.
func read(ctx context.Context, answer *http.Response, received chan<- Event) error {
	stream := NewEventStream(answer.Body)
	for {
		event, err := stream.Next()
		if ended(err) {
			return nil
		}
		if err != nil {
			return err
		}
		select {
		case received <- event:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (i *instance) count(ctx context.Context, params *params) {
	metrics.PushIfNotDone(ctx, i.vu.State().Samples, metrics.Sample{
		TimeSeries: metrics.TimeSeries{Metric: i.events, Tags: params.tags.Tags},
		Time:       time.Now(),
		Metadata:   params.tags.Metadata,
		Value:      1,
	})
}

type params struct {
	method, url, body string
	headers           http.Header
	timeout           time.Duration
	tags              metrics.TagsAndMeta
}

// parse reads `method`, `headers`, `body`, `tags`, and `timeout`: a duration, or milliseconds.
func (i *instance) parse(url string, given sobek.Value) (*params, error) {
	state, rt := i.vu.State(), i.vu.Runtime()
	read := &params{method: http.MethodGet, url: url, headers: http.Header{}}
	read.headers.Set("Accept", "text/event-stream")
	read.headers.Set("Cache-Control", "no-store")
	if agent := state.Options.UserAgent; agent.Valid {
		read.headers.Set("User-Agent", agent.String)
	}
	read.tags = state.Tags.GetCurrentValues()
	read.tags.SetSystemTagOrMetaIfEnabled(state.Options.SystemTags, metrics.TagURL, url)
	if common.IsNullish(given) {
		return read, nil
	}
	object := given.ToObject(rt)
	for _, key := range object.Keys() {
		value := object.Get(key)
		if common.IsNullish(value) {
			continue
		}
		var err error
		switch key {
		case "method":
			read.method = strings.ToUpper(value.String())
		case "body":
			read.body = value.String()
		case "headers":
			headers := value.ToObject(rt)
			for _, name := range headers.Keys() {
				read.headers.Set(name, headers.Get(name).String())
			}
		case "tags":
			err = common.ApplyCustomUserTags(rt, &read.tags, value)
		case "timeout":
			read.timeout, err = types.GetDurationValue(value.Export())
		default:
			err = errors.New("no such parameter")
		}
		if err != nil {
			return nil, fmt.Errorf("read %s of the stream %s: %w", key, url, err)
		}
	}
	return read, nil
}

func (p *params) context(vu context.Context) (context.Context, context.CancelFunc) {
	if p.timeout > 0 {
		return context.WithTimeout(vu, p.timeout)
	}
	return context.WithCancel(vu)
}

func (p *params) request(ctx context.Context, state *lib.State) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, p.method, p.url, strings.NewReader(p.body))
	if err != nil {
		return nil, err
	}
	request.Header = p.headers
	if host := p.headers.Get("Host"); host != "" {
		request.Host = host
	}
	client := http.Client{Transport: state.Transport}
	// A nil *Jar in an interface is not nil.
	if state.CookieJar != nil {
		client.Jar = state.CookieJar
	}
	return client.Do(request)
}

// isStream is what a browser's EventSource asks for.
func isStream(answer *http.Response) error {
	kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if answer.StatusCode != http.StatusOK || kind != "text/event-stream" {
		return fmt.Errorf("open a stream: expected 200 text/event-stream, got %d %s",
			answer.StatusCode, kind)
	}
	return nil
}

func flat(header http.Header) map[string]string {
	flat := make(map[string]string, len(header))
	for name, values := range header {
		flat[name] = strings.Join(values, ", ")
	}
	return flat
}
