import { assertEquals } from "@std/assert";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import { eventually, post, signIn, STAFF_PHONE, testTokens, withApi } from "./_testing.ts";
import { entryShown } from "./room_entry.ts";
import { testMemberId } from "../../lib/auth/test_members.ts";

const SALE = "launch-2017";
const LOOKS_TOO_EARLY = 3;
const STANDING = { state: "waiting", place: 1 } as const;

/** With three nodes one in eight who had just entered was told to enter. */
Deno.test("entryShown: waits for who has entered on another node, and for nobody else", () =>
  withApi(async (app, platform) => {
    const staff = await signIn(app, STAFF_PHONE);
    const room = { ratePerMinute: 600, maxActive: 10 };
    const path = `/api/sales/${SALE}`;
    await eventually(async () =>
      (await post(app, `${path}/waiting-room`, room, staff)).status === 201 || undefined
    );
    const [token] = testTokens(platform, 1) as [string];
    const memberId = testMemberId(1);
    assertEquals((await post(app, `${path}/queue`, {}, token)).status, 201);
    await eventually(() =>
      platform.system.view(waitingRoom(SALE), ({ places }) => places.has(memberId) || undefined)
    );

    let looks = 0;
    const late = {
      saleId: SALE,
      standing: () => ++looks > LOOKS_TOO_EARLY ? STANDING : undefined,
    };
    await entryShown(platform, late, memberId);
    assertEquals(looks, LOOKS_TOO_EARLY + 1);

    looks = 0;
    await entryShown(platform, late, testMemberId(2));
    assertEquals(looks, 1, "who never entered is told so at once");
  }));
