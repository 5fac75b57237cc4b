import { HttpError, page } from "fresh";
import type { z } from "zod";
import { askApi, wordsFor } from "../../../lib/console/ask_api.ts";
import { dealerById } from "../../../lib/dealers/dealers.ts";
import { see } from "../../../lib/http/see.ts";
import { type StaffPeopleText, staffPeopleText } from "../../../lib/i18n/staff_people.ts";
import { shortId } from "../../../lib/ids/short_id.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { Button } from "../../../lib/ui/Button.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { Table } from "../../../lib/ui/Table.tsx";
import { define } from "../../../lib/web/define.ts";
import type { people } from "../../api/staff_people_schemas.ts";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";
import { NewPerson, PersonPanel } from "../(_components)/PersonForms.tsx";

const HERE = "/staff/people";

type People = z.infer<typeof people>;
export type Person = People["people"][number];

type Ctx = Parameters<typeof askApi>[0];
type Act = keyof StaffPeopleText["done"];

/** What a form asks of the API. */
async function carryOut(ctx: Ctx, form: FormData) {
  const id = encodeURIComponent(String(form.get("id") ?? ""));
  const [roles, dealers] = [form.getAll("role"), form.getAll("dealer")];
  const name = String(form.get("name") ?? "");
  switch (form.get("do")) {
    case "add": {
      const phone = String(form.get("phone") ?? "");
      return [await askApi(ctx, "POST", `/api${HERE}`, { phone, name, roles, dealers }), "appoint"];
    }
    case "appoint": {
      const seen = form.has("seen")
        ? { seen: { roles: form.getAll("seen-role"), dealers: form.getAll("seen-dealer") } }
        : {};
      const wish = { name, roles, dealers, ...seen };
      return [await askApi(ctx, "PATCH", `/api${HERE}/${id}`, wish), "appoint"];
    }
    case "withdraw":
      return [await askApi(ctx, "DELETE", `/api${HERE}/${id}`), "withdraw"];
    case "reset":
      return [await askApi(ctx, "DELETE", `/api${HERE}/${id}/passkeys`), "reset"];
    case "require": {
      const required = form.get("required") === "on";
      return [await askApi(ctx, "POST", "/api/staff/passkeys", { required }), "require"];
    }
    default:
      throw new HttpError(400, `cannot "${form.get("do")}"`);
  }
}

export const handler = define.handlers({
  async GET(ctx) {
    const { ok, status, body } = await askApi<People>(ctx, "GET", `/api${HERE}`);
    if (!ok) throw new HttpError(status);
    const { searchParams } = ctx.url;
    return page({
      ...body,
      chosen: body.people.find(({ id }) => id === searchParams.get("person")) ?? null,
      done: searchParams.get("done"),
      failed: searchParams.get("failed"),
    });
  },
  async POST(ctx) {
    const form = await ctx.req.formData();
    const [asked, act] = await carryOut(ctx, form) as [{ ok: boolean; code: string }, Act];
    const told = asked.ok ? `done=${act}` : `failed=${asked.code || "other"}`;
    const id = String(form.get("id") ?? "");
    const person = id !== "" && act !== "withdraw" ? `&person=${encodeURIComponent(id)}` : "";
    return see(`${HERE}?${told}${person}`);
  },
});

function Requirement({ required, text }: { required: boolean; text: StaffPeopleText }) {
  return (
    <form method="post" class="console-section console-policy cluster">
      <input type="hidden" name="do" value="require" />
      {!required && <input type="hidden" name="required" value="on" />}
      <p>{required ? text.needKeyOn : text.needKeyOff}</p>
      <Button size="small" type="submit">{required ? text.needKeyUndo : text.needKeyDo}</Button>
    </form>
  );
}

/** Who is staff, as what, and where. */
export default define.page<typeof handler>(({ data, state: { staff, language, who }, url }) => {
  const { people, passkeysRequired, chosen, done, failed } = data;
  const text = staffPeopleText(language);
  const dones: Readonly<Record<string, string>> = text.done;
  const told = (
    <>
      {done && dones[done] && <Notice tone="good" live>{dones[done]}</Notice>}
      {failed && <Notice tone="bad" live>{wordsFor(text.failed, failed)}</Notice>}
    </>
  );
  const to = ({ id }: Person) => `${HERE}?person=${encodeURIComponent(id)}#person`;
  return (
    <ConsolePage
      staff={staff}
      section="people"
      title={text.title}
      url={url}
      {...(chosen
        ? {
          panel: (
            <PersonPanel
              person={chosen}
              self={chosen.id === who!.memberId}
              close={HERE}
              // On a phone it lies over the rest of the page.
              told={told}
              text={text}
              language={language}
            />
          ),
        }
        : {})}
    >
      {!chosen && told}
      <Requirement required={passkeysRequired} text={text} />
      <Table<Person>
        id="people"
        caption={text.caption}
        hideCaption
        dense
        rows={people}
        rowKey={({ id }) => id}
        {...(chosen ? { selected: chosen.id } : {})}
        empty=""
        columns={[
          {
            key: "name",
            title: text.name,
            heading: true,
            cell: (person) => (
              <>
                <a href={to(person)}>{person.name ?? person.phone ?? shortId(person.id)}</a>
                {person.name && <small class="console-id figures">{person.phone}</small>}
              </>
            ),
          },
          {
            key: "roles",
            title: text.roles,
            cell: ({ roles, bySettings }) => (
              <span class="cluster">
                {roles.map((role) => (
                  <Badge key={role} tone={role === "admin" ? "water" : "plain"}>
                    {text.role[role][0]!}
                  </Badge>
                ))}
                {bySettings && <small class="quiet">{text.bySettings}</small>}
              </span>
            ),
          },
          {
            key: "dealers",
            title: text.dealers,
            cell: ({ dealers }) =>
              dealers.length === 0
                ? text.none
                : dealers.map((id) => dealerById(id)?.name[language] ?? id).join(" · "),
          },
          {
            key: "passkeys",
            title: text.passkeys,
            numeric: true,
            cell: ({ passkeys }) => String(passkeys),
          },
        ]}
      />
      <NewPerson text={text} language={language} open={failed !== null && !chosen} />
    </ConsolePage>
  );
});
