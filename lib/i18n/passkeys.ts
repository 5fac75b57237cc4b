/** The words about passkeys and open sessions, in both languages. */
const zh = {
  signIn: {
    enter: "用通行密钥登录",
    failed: "没有成功。可以再试一次，或者用短信验证码。",
  },
  add: {
    name: "名称",
    nameHint: "例如“手机”；不填就用这台设备的名字",
    do: "在这台设备上添加",
    cannot: "这台设备或这个网址不支持通行密钥。短信验证码照常可用。",
    failed: "没有添加成功，请再试一次。",
    refused: {
      passkey_known: "这台设备上已经有一个了。",
      too_many_passkeys: "最多十个；请先移除一个。",
      passkey_required: "请先用通行密钥登录，再添加新的。",
    },
  },
  title: "安全",
  passkeys: "通行密钥",
  passkeysText: "用指纹、面容或锁屏密码登录，不用等短信。密钥留在您的设备里，我们只保存公钥。",
  none: "还没有通行密钥。",
  noScript: "添加通行密钥需要打开 JavaScript。短信验证码照常可用。",
  unnamed: "未命名",
  added: "{day} 添加",
  used: "最近一次 {time}",
  unused: "还没有用过",
  copied: "{time} 有人用它的副本登录，已经拒绝。请移除它，再添加一个新的。",
  rename: "改名",
  remove: "移除",
  sessions: "登录的设备",
  unknownDevice: "其他设备",
  here: "这台设备",
  opened: "{time} 登录",
  byPasskey: "通行密钥",
  byCode: "短信验证码",
  until: "到 {day} 前有效",
  end: "退出",
  everywhere: "退出所有设备",
  everywhereText: "包括这一台，马上生效。",
  done: {
    added: "通行密钥已添加。",
    removed: "通行密钥已移除。",
    renamed: "名称已保存。",
    ended: "那台设备已退出。",
  },
  failed: {
    passkey_required: "请先用通行密钥登录，再移除它。",
    other: "没有成功，请再试一次。",
  },
  fromProfile: "通行密钥与登录的设备",
};

export type PasskeyText = typeof zh;

const en: PasskeyText = {
  signIn: {
    enter: "Sign in with a passkey",
    failed: "It did not work. Try again, or use a code by text message.",
  },
  add: {
    name: "Name",
    nameHint: "“Phone”, for example; without one, this device's own",
    do: "Add one on this device",
    cannot: "This device or this address has no passkeys. Codes by text message work as ever.",
    failed: "It was not added. Please try again.",
    refused: {
      passkey_known: "This device has one already.",
      too_many_passkeys: "Ten at most; remove one first.",
      passkey_required: "Sign in with your passkey before you add another.",
    },
  },
  title: "Security",
  passkeys: "Passkeys",
  passkeysText:
    "Sign in with your finger, face or screen lock, without waiting for a message. The " +
    "key stays on your device; we keep its public half only.",
  none: "No passkey yet.",
  noScript: "Adding a passkey needs JavaScript. Codes by text message work as ever.",
  unnamed: "Without a name",
  added: "added {day}",
  used: "last used {time}",
  unused: "not used yet",
  copied: "On {time} somebody came with a copy of it and was refused. Remove it and add a new one.",
  rename: "Rename",
  remove: "Remove",
  sessions: "Signed-in devices",
  unknownDevice: "Another device",
  here: "This device",
  opened: "signed in {time}",
  byPasskey: "passkey",
  byCode: "code by text message",
  until: "good until {day}",
  end: "Sign out",
  everywhere: "Sign out everywhere",
  everywhereText: "This one as well, at once.",
  done: {
    added: "The passkey was added.",
    removed: "The passkey was removed.",
    renamed: "The name was saved.",
    ended: "That device was signed out.",
  },
  failed: {
    passkey_required: "Sign in with your passkey before you remove it.",
    other: "It did not work. Please try again.",
  },
  fromProfile: "Passkeys and signed-in devices",
};

export const passkeyText = (language: "zh" | "en"): PasskeyText => language === "zh" ? zh : en;
