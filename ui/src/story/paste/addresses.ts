// Addresses without what follows their reader around, and only those that lead to a page, a letter or a telephone.

/** Parameters that tell who sent a reader, never what they asked for. */
const TRACKERS =
  /^(?:utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|yclid|ysclid|_openstat|msclkid|mc_[ce]id|igshid?|twclid|ttclid|li_fat_id|_hs(?:enc|mi)|mkt_tok|vero_id|oly_(?:anon|enc)_id|wickedid|s_cid|cmpid|ref_src|ref_url)$/iu;
/** Pages whose only purpose is to send on, with the parameter that says where. */
const RELAYS: readonly [host: RegExp, path: RegExp, parameter: string][] = [
  [/^(?:www\.)?google\.[a-z.]+$/u, /^\/url$/u, "q"],
  [/^l\.(?:facebook|instagram)\.com$/u, /^\/(?:l\.php)?$/u, "u"],
  [/^vk\.com$/u, /^\/away\.php$/u, "to"],
];
const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

/** An address as it may stand in a story; nothing when it leads nowhere there. */
export function cleanAddress(address: string): { address: string; tracked: boolean } | undefined {
  let url: URL;
  try {
    url = new URL(address.trim());
  } catch {
    return undefined;
  }
  if (!SCHEMES.has(url.protocol)) return undefined;
  if (url.protocol === "mailto:" || url.protocol === "tel:") return { address: url.href, tracked: false };
  const relay = RELAYS.find(([host, path]) => host.test(url.hostname) && path.test(url.pathname));
  const target = relay && url.searchParams.get(relay[2]);
  if (target) {
    const further = cleanAddress(target);
    if (further) return { address: further.address, tracked: true };
  }
  const trackers = [...url.searchParams.keys()].filter((name) => TRACKERS.test(name));
  // Untouched, it keeps the spelling that its page gave it.
  if (trackers.length === 0) return { address: address.trim(), tracked: false };
  for (const name of trackers) url.searchParams.delete(name);
  return { address: url.href.replace(/\?$/u, ""), tracked: true };
}
