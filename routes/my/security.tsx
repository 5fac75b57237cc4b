import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { member } from "../../actors/members/member.ts";
import { passkeys } from "../../actors/members/passkeys.ts";
import PasskeyAdd from "../../islands/PasskeyAdd.tsx";
import { askApi, wordsFor } from "../../lib/console/ask_api.ts";
import { see } from "../../lib/http/see.ts";
import { beijing } from "../../lib/i18n/figures.ts";
import { fill } from "../../lib/i18n/language.ts";
import { type PasskeyText, passkeyText } from "../../lib/i18n/passkeys.ts";
import { readPasskeyNames } from "../../lib/members/passkey_names.ts";
import { Button } from "../../lib/ui/Button.tsx";
import { Input } from "../../lib/ui/Field.tsx";
import { List, ListRow } from "../../lib/ui/ListRow.tsx";
import { Notice } from "../../lib/ui/Notice.tsx";
import { define, type State } from "../../lib/web/define.ts";
import { openSessions } from "../api/member_sessions.ts";
import { MyPart } from "./(_components)/MyPart.tsx";
import { textOf } from "./(_components)/forms.ts";
import { dayOf } from "./(_components)/times.ts";

const HERE = "/my/security";

interface Key {
  readonly id: string;
  readonly name: string;
  readonly addedAt: number;
  readonly lastUsedAt: number | null;
  readonly copiedAt: number | null;
}

type Session = Awaited<ReturnType<typeof openSessions>>[number];

async function load({ platform, who }: State) {
  const { memberId } = who!;
  const names = await readPasskeyNames(platform.vault, memberId);
  const keys = await platform.system.view(
    passkeys(memberId),
    ({ keys }) =>
      [...keys].map(([id, { addedAt, lastUsedAt, copiedAt }]): Key => ({
        id,
        name: names[id] ?? "",
        addedAt,
        lastUsedAt,
        copiedAt,
      })),
  );
  return { keys, sessions: await openSessions(platform, memberId) };
}

/** The API is asked, as programs do: what it refuses, the page refuses. */
export const handler = define.handlers({
  async GET({ state, url }) {
    const { searchParams } = url;
    return page({
      ...await load(state),
      done: searchParams.get("done"),
      failed: searchParams.get("failed"),
    });
  },
  async POST(ctx) {
    const form = await ctx.req.formData();
    const id = encodeURIComponent(textOf(form, "id"));
    const own = "/api/members/me";
    const told = (ok: boolean, done: string, code: string, place: string) =>
      see(`${HERE}?${ok ? `done=${done}` : `failed=${code || "other"}`}#${place}`);
    switch (textOf(form, "do")) {
      case "rename": {
        const name = textOf(form, "name").slice(0, 40);
        const { ok, code } = await askApi(ctx, "PATCH", `${own}/passkeys/${id}`, { name });
        return told(ok, "renamed", code, "passkeys");
      }
      case "remove": {
        const { ok, code } = await askApi(ctx, "DELETE", `${own}/passkeys/${id}`);
        return told(ok, "removed", code, "passkeys");
      }
      case "session": {
        const { ok, code } = await askApi(ctx, "DELETE", `${own}/sessions/${id}`);
        return told(ok, "ended", code, "sessions");
      }
      case "everywhere":
        return await endAll(ctx.state);
      default:
        throw new HttpError(400, "cannot do this");
    }
  },
});

/** Revoked here at once, and on the other nodes as soon as they see it. */
async function endAll({ platform: { system, sessions }, who }: State): Promise<Response> {
  const mine = member(who!.memberId);
  const open = await system.view(mine, ({ sessions }) => sessions.map((one) => [...one] as const));
  await system.ask(mine, "sign_out_everywhere", {});
  for (const [id, until] of open) sessions.revoke(id, until);
  return see("/sign-in");
}

interface Words {
  readonly text: PasskeyText;
  readonly code: string;
}

function KeyRow({ one, text, code }: Words & { one: Key }) {
  const times = [
    fill(text.added, { day: dayOf(one.addedAt, code) }),
    one.lastUsedAt === null
      ? text.unused
      : fill(text.used, { time: beijing(one.lastUsedAt, code, "minute") }),
  ];
  const rename = (
    <details class="fold passkey-rename">
      <summary aria-label={`${text.rename}: ${one.name || text.unnamed}`}>{text.rename}</summary>
      <form method="post" class="cluster">
        <input type="hidden" name="do" value="rename" />
        <input type="hidden" name="id" value={one.id} />
        <Input
          id={`name-${one.id}`}
          name="name"
          maxLength={40}
          required
          autoComplete="off"
          label={text.add.name}
          value={one.name}
        />
        <Button size="small" type="submit">{text.rename}</Button>
      </form>
    </details>
  );
  return (
    <ListRow
      title={one.name || text.unnamed}
      text={
        <>
          {times.join(" · ")}
          {one.copiedAt !== null && (
            <span class="my-bad">
              {` · ${fill(text.copied, { time: beijing(one.copiedAt, code, "minute") })}`}
            </span>
          )}
          {rename}
        </>
      }
      end={
        <form method="post">
          <input type="hidden" name="do" value="remove" />
          <input type="hidden" name="id" value={one.id} />
          <Button kind="quiet" size="small" type="submit">{text.remove}</Button>
        </form>
      }
    />
  );
}

function SessionRow({ one, here, text, code }: Words & { one: Session; here: boolean }) {
  const device = one.device || (here ? "" : text.unknownDevice);
  const facts = [
    ...(one.openedAt === null
      ? []
      : [fill(text.opened, { time: beijing(one.openedAt, code, "minute") })]),
    one.passkey ? text.byPasskey : text.byCode,
    fill(text.until, { day: dayOf(one.expiresAt, code) }),
  ];
  return (
    <ListRow
      title={[device, here && text.here].filter(Boolean).join(" · ")}
      text={facts.join(" · ")}
      end={
        <form method="post" {...(here ? { action: "/sign-out" } : {})}>
          {!here && <input type="hidden" name="do" value="session" />}
          {!here && <input type="hidden" name="id" value={one.id} />}
          <Button kind="quiet" size="small" type="submit">{text.end}</Button>
        </form>
      }
    />
  );
}

/** What opens the account, and where it is open. */
export default define.page<typeof handler>(({ data, state: { shop, language, who } }) => {
  const { keys, sessions, done, failed } = data;
  const text = passkeyText(language);
  const words = { text, code: shop.code };
  const dones: Readonly<Record<string, string>> = text.done;
  return (
    <div class="my-page">
      <Head>
        <title>{`${text.title} · ${shop.brand}`}</title>
      </Head>
      <h1 class="type-2xl">{text.title}</h1>
      {done && dones[done] && <Notice tone="good" live>{dones[done]}</Notice>}
      {failed && <Notice tone="bad" live>{wordsFor(text.failed, failed)}</Notice>}
      <MyPart id="passkeys" title={text.passkeys}>
        <p class="quiet">{text.passkeysText}</p>
        {keys.length === 0 ? <p>{text.none}</p> : (
          <List label={text.passkeys}>
            {keys.map((one) => <KeyRow key={one.id} one={one} {...words} />)}
          </List>
        )}
        <PasskeyAdd words={text.add}>
          <Input
            id="passkey-name"
            maxLength={40}
            autoComplete="off"
            label={text.add.name}
            hint={text.add.nameHint}
          />
        </PasskeyAdd>
        <noscript>
          <p class="small">{text.noScript}</p>
        </noscript>
      </MyPart>
      <MyPart id="sessions" title={text.sessions}>
        <List label={text.sessions}>
          {sessions.map((one) => (
            <SessionRow key={one.id} one={one} here={one.id === who?.sessionId} {...words} />
          ))}
        </List>
        <form method="post" class="cluster">
          <input type="hidden" name="do" value="everywhere" />
          <Button kind="danger" type="submit">{text.everywhere}</Button>
          <span class="quiet small">{text.everywhereText}</span>
        </form>
      </MyPart>
    </div>
  );
});
