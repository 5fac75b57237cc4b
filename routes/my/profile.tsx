import { page } from "fresh";
import { Head } from "fresh/runtime";
import { normalisePhone } from "../../lib/auth/identity.ts";
import { see } from "../../lib/http/see.ts";
import {
  type Address,
  address,
  keepAddresses,
  maskedPhone,
  type Profile,
  PROFILE_FIELDS,
  type ProfileField,
  readAddresses,
  readProfile,
} from "../../lib/members/profile.ts";
import { Button } from "../../lib/ui/Button.tsx";
import { Input } from "../../lib/ui/Field.tsx";
import { List, ListRow } from "../../lib/ui/ListRow.tsx";
import { Notice } from "../../lib/ui/Notice.tsx";
import { define, type State } from "../../lib/web/define.ts";
import { type AddressDraft, AddressForm, NO_ADDRESS } from "./(_components)/AddressForm.tsx";
import { MyPart } from "./(_components)/MyPart.tsx";
import { newId, textOf } from "./(_components)/forms.ts";

const HERE = "/my/profile";
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

interface ProfilePage {
  readonly profile: Profile;
  readonly phone: string | null;
  readonly addresses: readonly Address[];
  readonly draft: AddressDraft;
  readonly wrong?: "email" | "address" | "phone";
  readonly saved: boolean;
}

async function load({ platform, who }: State): Promise<Omit<ProfilePage, "saved" | "draft">> {
  const { vault } = platform;
  const { memberId } = who!;
  const phone = await vault.get(memberId, "phone");
  return {
    profile: await readProfile(vault, memberId),
    phone: phone ? maskedPhone(phone) : null,
    addresses: await readAddresses(vault, memberId),
  };
}

export const handler = define.handlers({
  async GET({ state, url }) {
    const saved = url.searchParams.has("saved");
    return page<ProfilePage>({ ...await load(state), draft: NO_ADDRESS, saved });
  },
  async POST({ req, state }) {
    const form = await req.formData();
    const act = textOf(form, "do");
    const answer = act === "profile"
      ? await keepProfile(state, form)
      : act === "address"
      ? await keepAddress(state, form)
      : await removeAddress(state, textOf(form, "id"));
    if (answer instanceof Response) return answer;
    return page<ProfilePage>({ ...await load(state), saved: false, ...answer }, { status: 400 });
  },
});

type Again = Pick<ProfilePage, "wrong" | "draft"> & Partial<Pick<ProfilePage, "profile">>;

async function keepProfile({ platform: { vault }, who }: State, form: FormData) {
  const said = (field: ProfileField) => textOf(form, field).slice(0, 80);
  const profile = { name: said("name"), email: said("email"), birthday: said("birthday") };
  if (profile.email !== "" && !EMAIL.test(profile.email)) {
    return { wrong: "email", draft: NO_ADDRESS, profile } as Again;
  }
  for (const field of PROFILE_FIELDS) await vault.put(who!.memberId, field, profile[field]);
  return see(`${HERE}?saved`);
}

async function keepAddress({ platform: { vault }, who }: State, form: FormData) {
  const [province = "", city = ""] = textOf(form, "region").split("/");
  const draft: AddressDraft = {
    receiver: textOf(form, "receiver"),
    phone: textOf(form, "phone"),
    province,
    city,
    district: textOf(form, "district"),
    street: textOf(form, "street"),
  };
  const phone = normalisePhone(draft.phone);
  if (!phone) return { wrong: "phone", draft } as Again;
  const parsed = address.safeParse({ ...draft, phone, id: newId() });
  if (!parsed.success) return { wrong: "address", draft } as Again;
  const { memberId } = who!;
  const list = await readAddresses(vault, memberId);
  await keepAddresses(vault, memberId, [...list, parsed.data].slice(-20));
  return see(`${HERE}?saved#addresses`);
}

async function removeAddress({ platform: { vault }, who }: State, id: string) {
  const { memberId } = who!;
  const list = await readAddresses(vault, memberId);
  await keepAddresses(vault, memberId, list.filter((one) => one.id !== id));
  return see(`${HERE}#addresses`);
}

export default define.page<typeof handler>(({ data, state: { my, shop, language } }) => {
  const { profile, phone, addresses, draft, wrong, saved } = data;
  const text = my.profile;
  return (
    <div class="my-page">
      <Head>
        <title>{`${text.title} · ${shop.brand}`}</title>
      </Head>
      <h1 class="type-2xl">{text.title}</h1>
      {saved && <Notice tone="good" live>{text.saved}</Notice>}
      <form method="post" class="my-form">
        <input type="hidden" name="do" value="profile" />
        <div class="my-form__pair">
          <Input
            id="name"
            name="name"
            dir="auto"
            maxLength={40}
            autoComplete="name"
            label={text.name}
            value={profile.name ?? ""}
          />
          <Input
            id="birthday"
            name="birthday"
            type="date"
            label={text.birthday}
            optional={text.optional}
            value={profile.birthday ?? ""}
          />
          <Input
            id="email"
            name="email"
            type="email"
            autoComplete="email"
            label={text.email}
            optional={text.optional}
            value={profile.email ?? ""}
            {...(wrong === "email" ? { error: text.email_wrong } : {})}
          />
        </div>
        <p class="small">
          {`${text.phone} `}
          <span class="figures">{phone}</span>
          <span class="quiet">{` · ${text.phone_text}`}</span>
        </p>
        <div>
          <Button kind="signal" type="submit">{text.save}</Button>
        </div>
      </form>
      <MyPart id="addresses" title={text.addresses}>
        {addresses.length === 0 && <p class="quiet">{text.no_address}</p>}
        {addresses.length > 0 && (
          <List label={text.addresses}>
            {addresses.map((one) => (
              <ListRow
                key={one.id}
                title={`${one.province}${
                  one.city === one.province ? "" : one.city
                }${one.district}${one.street}`}
                text={`${one.receiver} · ${maskedPhone(one.phone)}`}
                end={
                  <form method="post">
                    <input type="hidden" name="do" value="remove" />
                    <input type="hidden" name="id" value={one.id} />
                    <Button kind="quiet" size="small" type="submit">{text.remove}</Button>
                  </form>
                }
              />
            ))}
          </List>
        )}
        <details class="fold" open={wrong === "address" || wrong === "phone"}>
          <summary>{text.add_address}</summary>
          <AddressForm draft={draft} my={my} language={language} {...(wrong ? { wrong } : {})} />
        </details>
      </MyPart>
    </div>
  );
});
