package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.k6.io/k6/js/modulestest"
	"go.k6.io/k6/lib"
	"go.k6.io/k6/metrics"
)

// stage is a VU in an iteration, and a server whose streams tell when their viewer has gone.
type stage struct {
	*modulestest.Runtime
	samples chan metrics.SampleContainer
	gone    chan struct{}
}

func given(t *testing.T, serve http.HandlerFunc) *stage {
	s := &stage{modulestest.NewRuntime(t), make(chan metrics.SampleContainer, 100), make(chan struct{}, 1)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serve(w, r)
		w.(http.Flusher).Flush()
		if r.URL.Path == "/live" {
			<-r.Context().Done()
			s.gone <- struct{}{}
		}
	}))
	t.Cleanup(server.Close)
	registry := s.VU.InitEnv().Registry
	exports := new(Module).NewModuleInstance(s.VU).Exports()
	for name, value := range map[string]any{"sse": exports.Default, "URL": server.URL, "iterationEnds": s.CancelContext} {
		if err := s.VU.Runtime().Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	s.MoveToVUContext(&lib.State{
		Transport: http.DefaultTransport,
		Samples:   s.samples,
		Tags:      lib.NewVUStateTags(registry.RootTagSet()),
		Options:   lib.Options{SystemTags: &metrics.DefaultSystemTagSet},
	})
	return s
}

func (s *stage) expect(t *testing.T, script, expected string) {
	t.Helper()
	value, err := s.VU.Runtime().RunString(script)
	if err != nil {
		t.Fatal(err)
	}
	if got := value.String(); got != expected {
		t.Errorf("expected %s, got %s", expected, got)
	}
}

func (s *stage) counted() int {
	count := 0
	for len(s.samples) > 0 {
		for _, sample := range (<-s.samples).GetSamples() {
			if name, _ := sample.Tags.Get("name"); sample.Metric.Name == "sse_event" && name == "live" {
				count++
			}
		}
	}
	return count
}

func stream(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
		_, _ = fmt.Fprint(w, text)
	}
}

const two = "event: sale\nid: 1.1.open\ndata: 1\n\n: ping\n\nevent: sale\nid: 1.2.open\ndata: 2\n\n"

func TestOpenGivesEachEventUntilTheStreamEnds(t *testing.T) {
	s := given(t, stream(two))
	s.expect(t, `
		const heard = [];
		const answer = sse.open(URL + "/once", { tags: { name: "live" } }, (client) => {
			client.on("open", () => heard.push("open"));
			client.on("event", ({ id, name, data }) => heard.push(id + " " + name + " " + data));
			client.on("error", (error) => heard.push(error.error()));
		});
		[answer.status, answer.error, ...heard].join("|")
	`, "200||open|1.1.open sale 1|1.2.open sale 2")
	if count := s.counted(); count != 2 {
		t.Errorf("expected 2 events counted, got %d", count)
	}
}

func TestOpenSendsHeadersSoThatAStreamGoesOn(t *testing.T) {
	s := given(t, func(w http.ResponseWriter, r *http.Request) {
		last := strings.Join([]string{r.Method, r.Header.Get("Accept"), r.Header.Get("Last-Event-ID")}, " ")
		stream("data: "+last+"\n\n")(w, r)
	})
	s.expect(t, `
		let heard;
		sse.open(URL + "/live", { headers: { "Last-Event-ID": "1.2.open" } }, (client) => {
			client.on("event", ({ data }) => { heard = data; client.close(); });
		});
		heard
	`, "GET text/event-stream 1.2.open")
}

func TestCloseEndsTheStreamAndNothingIsHeardAfterIt(t *testing.T) {
	s := given(t, stream(two))
	s.expect(t, `
		let heard = 0;
		sse.open(URL + "/live", null, (client) => {
			client.on("event", () => { heard++; client.close(); });
			client.on("event", () => { heard++; });
		});
		heard
	`, "1")
	<-s.gone
}

func TestAStreamEndsWithTheIteration(t *testing.T) {
	s := given(t, stream(two))
	s.expect(t, `
		const heard = [];
		sse.open(URL + "/live", {}, (client) => {
			client.on("event", ({ data }) => { heard.push(data); if (data === "2") iterationEnds(); });
			client.on("error", () => heard.push("error"));
		});
		heard.join()
	`, "1,2")
	<-s.gone
}

func TestTimeoutEndsAStreamThatSaysNothing(t *testing.T) {
	s := given(t, stream(": ping\n\n"))
	s.expect(t, `
		const heard = [];
		const { status } = sse.open(URL + "/live", { timeout: "30ms" }, (client) => {
			client.on("error", (error) => heard.push(error.error()));
		});
		[status, ...heard].join("|")
	`, "200|context deadline exceeded")
	<-s.gone
}

func TestWhatIsNoStreamIsAnError(t *testing.T) {
	for path, serve := range map[string]http.HandlerFunc{
		"429 text/plain": func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "too many", http.StatusTooManyRequests)
		},
		"200 application/json": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
		},
	} {
		s := given(t, serve)
		s.expect(t, `
			let heard = "";
			const { error } = sse.open(URL, {}, (client) => {
				client.on("open", () => heard += "open");
				client.on("error", (error) => heard += error.error());
			});
			[heard, error === heard].join("|")
		`, "open a stream: expected 200 text/event-stream, got "+path+"|true")
	}
}

func TestWhatAHandlerThrowsComesOutAndEndsTheStream(t *testing.T) {
	s := given(t, stream(two))
	_, err := s.VU.Runtime().RunString(`
		sse.open(URL + "/live", {}, (client) => client.on("event", () => { throw new Error("mine"); }));
	`)
	if err == nil || !strings.Contains(err.Error(), "mine") {
		t.Errorf("expected what the handler threw, got %v", err)
	}
	<-s.gone
}

func TestOpenRefusesWhatItDoesNotKnow(t *testing.T) {
	s := given(t, stream(two))
	for script, expected := range map[string]string{
		`sse.open(URL, { header: {} }, () => {})`:              "read header of the stream",
		`sse.open(URL, { timeout: "soon" }, () => {})`:         "read timeout of the stream",
		`sse.open(URL, {})`:                                    "expected a function that listens",
		`sse.open(URL, {}, (client) => client.on("event", 1))`: `listen to "event": expected a function`,
	} {
		_, err := s.VU.Runtime().RunString(script)
		if err == nil || !strings.Contains(err.Error(), expected) {
			t.Errorf("%s: expected %q, got %v", script, expected, err)
		}
	}
}
