/** What middlewares leave for pages, and the typed helpers that pages are defined with. */
import { createDefine } from "fresh";
import type { StaffRefusal } from "../auth/staff_directory.ts";
import type { Permission } from "../staff/roles.ts";
import type { Claims } from "../auth/token.ts";
import type { HeldForm } from "./held_form.ts";
import type { Language, Messages } from "../i18n/language.ts";
import type { MyText } from "../i18n/my.ts";
import type { ShopText } from "../i18n/shop.ts";
import type { StaffText } from "../i18n/staff.ts";
import type { Platform } from "../platform.ts";

export type May = (permission: Permission, dealerId?: string) => boolean;

export interface State {
  platform: Platform;
  language: Language;
  text: Messages;
  /** The shop's own words. */
  shop: ShopText;
  /** The console's own words, for pages of the console. */
  staff: StaffText;
  /** The words of the member's own pages. */
  my: MyText;
  /** The header lies over the scene a page begins with, in its theme. */
  over?: "light" | "dark";
  /** What whoever looks at a page of the console may do. */
  may: May;
  /** Why a page of the console was refused, and what it asks for. */
  refused?: { readonly why: StaffRefusal; readonly permission: Permission };
  /** What was typed by somebody whose session had ended; the error page keeps it. */
  held?: HeldForm;
  /** Who is signed in; undefined for a visitor. */
  who: Claims | undefined;
}

export const define = createDefine<State>();
