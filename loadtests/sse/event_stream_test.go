package main

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

func TestEventStreamReadsWhatTheStandardTells(t *testing.T) {
	for _, one := range []struct {
		title, stream string
		events        []Event
	}{
		{"an event of a sale", "event: sale\nid: 3.7.open\ndata: {\"seq\":7}\n\n", []Event{
			{"3.7.open", "sale", `{"seq":7}`},
		}},
		{"lines of data are joined", "data: a\ndata\ndata:b\ndata:  c\n\n", []Event{
			{"", "message", "a\n\nb\n c"},
		}},
		{"an id stays until there is another", "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n", []Event{
			{"1", "message", "a"}, {"1", "message", "b"}, {"", "message", "c"},
		}},
		{"an id with a NUL is no id", "id: 1\n\nid: 2\x00\ndata: a\n\n", []Event{
			{"1", "message", "a"},
		}},
		{"comments, retry and unknown fields are no events", "retry: 1000\n\n: ping\n\nfoo: bar\ndata: a\n\n", []Event{
			{"", "message", "a"},
		}},
		{"without data there is no event, and its name is forgotten", "event: sale\n\ndata: a\n\n", []Event{
			{"", "message", "a"},
		}},
		{"empty data is an event", "data\n\n", []Event{{"", "message", ""}}},
		{"each line end is one", "data: a\r\n\r\ndata: b\r\rdata: c\n\n", []Event{
			{"", "message", "a"}, {"", "message", "b"}, {"", "message", "c"},
		}},
		{"a byte order mark stands at the beginning only", "\ufeffdata: a\n\n\ufeffdata: b\n\n", []Event{
			{"", "message", "a"},
		}},
		{"what the end cuts off is no event", "data: a\n\ndata: b\n", []Event{
			{"", "message", "a"},
		}},
		{"text beyond ASCII", "data: 还有 5 台\n\n", []Event{{"", "message", "还有 5 台"}}},
	} {
		t.Run(one.title, func(t *testing.T) {
			for reader, body := range map[string]io.Reader{
				"at once":      strings.NewReader(one.stream),
				"byte by byte": iotest.OneByteReader(strings.NewReader(one.stream)),
			} {
				events, err := readAll(body)
				if !reflect.DeepEqual(events, one.events) || !ended(err) {
					t.Errorf("%s: expected %v, got %v and %v", reader, one.events, events, err)
				}
			}
		})
	}
}

func TestEventStreamIsBoundedAndTellsWhatCutItOff(t *testing.T) {
	_, err := readAll(strings.NewReader("data: " + strings.Repeat("a", maxLineBytes)))
	if err == nil || ended(err) {
		t.Errorf("expected a refusal of the long line, got %v", err)
	}
	broken := errors.New("connection reset")
	_, err = readAll(io.MultiReader(strings.NewReader("data: a\n"), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) {
		t.Errorf("expected %v, got %v", broken, err)
	}
}

func readAll(body io.Reader) (events []Event, err error) {
	stream := NewEventStream(body)
	for {
		event, err := stream.Next()
		if err != nil {
			return events, err
		}
		events = append(events, event)
	}
}
