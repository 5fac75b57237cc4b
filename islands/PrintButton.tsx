import { useEffect, useState } from "preact/hooks";
import { Button } from "../lib/ui/Button.tsx";

/** Opens the browser's own printing; without script its menu does. */
export default function PrintButton({ label }: { readonly label: string }) {
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  return (
    <span class="page-live" data-online={ready ? "" : undefined}>
      <Button size="small" onClick={() => print()}>{label}</Button>
    </span>
  );
}
