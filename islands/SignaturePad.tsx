import { useEffect, useRef, useState } from "preact/hooks";

interface SignaturePadProps {
  /** The form's field that holds the strokes. */
  readonly name: string;
  readonly label: string;
  readonly clear: string;
}

const WIDTH = 600, HEIGHT = 200;
const MOST_STROKES = 40, MOST_NUMBERS = 800;
/** Points closer than this add nothing that can be seen. */
const NEAR = 3;

/** A frame to sign in. It shows only where there is script; the form has a field for the name as well. */
export default function SignaturePad({ name, label, clear }: SignaturePadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const strokes = useRef<number[][]>([]);
  const [written, setWritten] = useState("");
  const [ready, setReady] = useState(false);

  useEffect(() => {
    setReady(true);
    const pad = canvas.current!;
    const pen = pad.getContext("2d")!;
    let drawing: number[] | undefined;
    const at = (event: PointerEvent): [number, number] => {
      const { left, top, width, height } = pad.getBoundingClientRect();
      const within = (value: number, most: number) =>
        Math.min(most, Math.max(0, Math.round(value)));
      return [
        within((event.clientX - left) / width * WIDTH, WIDTH),
        within((event.clientY - top) / height * HEIGHT, HEIGHT),
      ];
    };
    const down = (event: PointerEvent) => {
      if (strokes.current.length >= MOST_STROKES) return;
      event.preventDefault();
      pad.setPointerCapture(event.pointerId);
      drawing = at(event);
      pen.lineWidth = 3;
      pen.lineCap = pen.lineJoin = "round";
      pen.strokeStyle = getComputedStyle(pad).color;
      pen.beginPath();
      pen.moveTo(drawing[0]!, drawing[1]!);
    };
    const move = (event: PointerEvent) => {
      if (!drawing || drawing.length >= MOST_NUMBERS) return;
      const [x, y] = at(event);
      if (Math.hypot(x - drawing.at(-2)!, y - drawing.at(-1)!) < NEAR) return;
      drawing.push(x, y);
      pen.lineTo(x, y);
      pen.stroke();
    };
    const up = () => {
      if (drawing && drawing.length >= 4) {
        strokes.current.push(drawing);
        setWritten(strokes.current.map((stroke) => stroke.join(" ")).join(";"));
      }
      drawing = undefined;
    };
    pad.addEventListener("pointerdown", down);
    pad.addEventListener("pointermove", move);
    pad.addEventListener("pointerup", up);
    pad.addEventListener("pointercancel", up);
    return () => {
      pad.removeEventListener("pointerdown", down);
      pad.removeEventListener("pointermove", move);
      pad.removeEventListener("pointerup", up);
      pad.removeEventListener("pointercancel", up);
    };
  }, []);

  const wipe = () => {
    strokes.current = [];
    setWritten("");
    canvas.current!.getContext("2d")!.clearRect(0, 0, WIDTH, HEIGHT);
  };
  return (
    <div class="signature" data-ready={ready ? "" : undefined}>
      <canvas
        ref={canvas}
        class="signature__pad"
        width={WIDTH}
        height={HEIGHT}
        role="img"
        aria-label={label}
      />
      <input type="hidden" name={name} value={written} />
      <button type="button" class="button button--quiet button--small" onClick={wipe}>
        {clear}
      </button>
    </div>
  );
}
