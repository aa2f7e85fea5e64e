// Pastes text where the caret is, with the event a desktop sends; with its look, where a program gives that too.
const [target, text, html] = arguments;
const transfer = new DataTransfer();
transfer.setData("text/plain", text);
if (html) transfer.setData("text/html", html);
target.focus();
target.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: transfer }));
