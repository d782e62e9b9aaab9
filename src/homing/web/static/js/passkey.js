// Makes a passkey or asks for one. Its secret (the PRF's output) goes to our own server and is kept nowhere here.
const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const CANCELLED_AFTER_MS = 120_000;

if (window.PublicKeyCredential && location.hostname === "localhost") {
  for (const form of document.querySelectorAll("form[data-passkey]")) ready(form);
}

function ready(form) {
  for (const one of document.querySelectorAll("[data-passkey-none]")) one.hidden = true;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const status = form.querySelector("[data-passkey-status]");
    status.textContent = "";
    try {
      await fill(form);
    } catch {
      status.textContent = status.dataset.failed;
      return;
    }
    form.submit();
    for (const input of form.querySelectorAll("input")) input.value = "";
  });
}

async function fill(form) {
  let credentials = form.dataset.credentials.split(",").filter(Boolean).map(bytes);
  if (form.dataset.passkey === "make") {
    const made = await make(form.dataset);
    form.elements.public.value = text(made.response.getPublicKey());
    credentials = [made.rawId];
  }
  const shown = await show(form.dataset, credentials);
  const output = shown.getClientExtensionResults().prf?.results?.first;
  if (!output) throw new Error("no secret");
  form.elements.credential.value = text(shown.rawId);
  form.elements.output.value = text(output);
  form.elements.data.value = text(shown.response.authenticatorData);
  form.elements.client.value = text(shown.response.clientDataJSON);
  form.elements.signature.value = text(shown.response.signature);
}

async function make(asked) {
  const made = await navigator.credentials.create({ publicKey: {
    challenge: bytes(asked.challenge),
    rp: { id: "localhost", name: asked.name },
    user: { id: bytes(asked.user), name: asked.name, displayName: asked.name },
    pubKeyCredParams: asked.algorithms.split(",").map((alg) => ({ type: "public-key", alg: Number(alg) })),
    authenticatorSelection: { residentKey: "discouraged", userVerification: "required" },
    extensions: { prf: {} },
    timeout: CANCELLED_AFTER_MS,
  } });
  if (made.getClientExtensionResults().prf?.enabled === false) throw new Error("no secret");
  return made;
}

function show(asked, credentials) {
  return navigator.credentials.get({ publicKey: {
    challenge: bytes(asked.challenge),
    rpId: "localhost",
    allowCredentials: credentials.map((id) => ({ type: "public-key", id })),
    userVerification: "required",
    extensions: { prf: { eval: { first: bytes(asked.input) } } },
    timeout: CANCELLED_AFTER_MS,
  } });
}
