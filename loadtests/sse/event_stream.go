package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// maxLineBytes bounds what one line of a stream may take in memory.
const maxLineBytes = 1 << 20

// Event is one event of a stream, as the HTML standard tells to dispatch it.
type Event struct {
	// ID is the last id that the stream gave, with this event or before.
	ID string
	// Name is "message" where the stream gives none.
	Name string
	Data string
}

// EventStream reads text/event-stream, https://html.spec.whatwg.org/#event-stream-interpretation.
type EventStream struct {
	lines  *bufio.Reader
	id     string
	begun  bool
	wasCR  bool
	buffer bytes.Buffer
}

// NewEventStream reads from a response's body.
func NewEventStream(body io.Reader) *EventStream {
	return &EventStream{lines: bufio.NewReader(body)}
}

// Next waits for the next event. An event that the stream's end cuts off is none: then it is io.EOF.
func (s *EventStream) Next() (Event, error) {
	var name string
	var data []byte
	for {
		line, err := s.line()
		if err != nil {
			return Event{}, err
		}
		if len(line) == 0 {
			if data == nil {
				name = ""
				continue
			}
			if name == "" {
				name = "message"
			}
			return Event{ID: s.id, Name: name, Data: string(data[:len(data)-1])}, nil
		}
		// A comment is a line whose field has no name.
		field, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimPrefix(value, []byte(" "))
		switch string(field) {
		case "event":
			name = string(value)
		case "data":
			data = append(append(data, value...), '\n')
		case "id":
			if !bytes.ContainsRune(value, 0) {
				s.id = string(value)
			}
		}
	}
}

// line reads up to CR, LF or CRLF; it is good until the next call.
func (s *EventStream) line() ([]byte, error) {
	s.buffer.Reset()
	for {
		char, err := s.lines.ReadByte()
		if err != nil {
			return nil, err
		}
		// The LF of a CRLF may come later than its CR, which has ended the line already.
		afterCR := s.wasCR
		s.wasCR = char == '\r'
		switch {
		case char == '\n' && afterCR:
			continue
		case char == '\n' || char == '\r':
			return s.withoutBOM(), nil
		case s.buffer.Len() == maxLineBytes:
			return nil, fmt.Errorf("read a line: expected at most %d bytes, got more", maxLineBytes)
		}
		s.buffer.WriteByte(char)
	}
}

func (s *EventStream) withoutBOM() []byte {
	line := s.buffer.Bytes()
	if s.begun {
		return line
	}
	s.begun = true
	return bytes.TrimPrefix(line, []byte("\ufeff"))
}

// ended tells whether a stream came to its end as streams do, and was not cut off.
func ended(err error) bool {
	return errors.Is(err, io.EOF)
}
