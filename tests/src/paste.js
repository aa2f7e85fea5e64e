// Pastes text where the caret is, with the event a desktop sends.
const [target, text] = arguments;
const transfer = new DataTransfer();
transfer.setData("text/plain", text);
target.focus();
target.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: transfer }));
