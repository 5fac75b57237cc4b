import { asset } from "fresh/runtime";

/** What makes a page of the shop a part of the installed app. */
interface AppHeadProps {
  readonly name: string;
  /** Of pages that bring none of their own. */
  readonly description: string;
}

export function AppHead({ name, description }: AppHeadProps) {
  return (
    <>
      <meta name="description" content={description} />
      <link rel="icon" href={asset("/favicon.svg")} type="image/svg+xml" />
      <link rel="apple-touch-icon" href={asset("/icons/apple-touch-icon.png")} />
      <link rel="manifest" href="/manifest.webmanifest" />
      <meta name="apple-mobile-web-app-title" content={name} />
      <meta name="theme-color" media="(prefers-color-scheme: light)" content="#f9fafa" />
      <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#050d10" />
      <script type="module" src={asset("/app.js")} />
    </>
  );
}
