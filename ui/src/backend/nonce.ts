// The style nonce of the window's content security policy. The host writes it into the <style> of index.html.

/** The nonce that style sheets made at run time need; empty where no policy is in force. */
export function styleNonce(): string {
  return document.querySelector<HTMLStyleElement>("style[nonce]")?.nonce ?? "";
}
