// The addresses of pictures, in one place because they differ by platform, and files on their way to the core.

import type { PhotoId } from "./bindings";

/** The address of a photo's file: the size for lists, the one readers see, or the original. */
export function pictureUrl(photo: PhotoId, file: "thumb" | "web" | "original"): string {
  // WebView2 and Android serve a custom scheme as an http host; the others serve it as a scheme.
  const root = /Windows|Android/.test(navigator.userAgent) ? "http://tilshi.localhost" : "tilshi://localhost";
  return `${root}/picture/${photo}/${file}`;
}

/** The bytes of a file as Base64 (RFC 4648), as `photo_add` takes them. */
export function base64Of(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = String(reader.result);
      resolve(address.slice(address.indexOf(",") + 1));
    };
    reader.onerror = () => reject({ code: "file-unreadable", params: {} });
    reader.readAsDataURL(file);
  });
}
