/** The script of the emulator's page. What requests hold is shown as text, never as HTML. */

/** Asks the control plane once a second while somebody looks. */
export const script = `
const at = (id) => document.getElementById(id)
const most = 200

const ask = async (method, path, body) => {
  const response = await fetch("/__emulator/" + path, {
    method,
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) })
  })
  const text = await response.text()
  return text === "" ? undefined : JSON.parse(text)
}

const lineOf = (cells) => {
  const line = document.createElement("tr")
  for (const cell of cells) line.insertCell().textContent = cell
  return line
}

const time = (now) => new Date(now).toISOString().replace("T", " ").replace("Z", " UTC")

const showAll = (id, rows, none) => {
  at(id).replaceChildren(...(rows.length === 0 ? [none] : rows))
  if (rows.length === 0) at(id).firstChild.className = "none"
}

const faultOf = ({ match, when, action, fired }) =>
  lineOf([JSON.stringify(action), JSON.stringify(match ?? {}), JSON.stringify(when ?? {}), "fired " + fired + " times"])

const messageOf = ({ app, purpose, sentAt, to, token, tokenId }) =>
  lineOf([time(sentAt), to, purpose + " in " + app, "token " + token, "tokenId " + tokenId])

const entryOf = ({ at, faults, method, reply, tokens, url }) =>
  lineOf([
    time(at),
    method + " " + url,
    reply === null ? "none" : reply.status,
    [...tokens.sent, ...tokens.issued.map((token) => "+ " + token)].join(", "),
    faults.map(({ type }) => type).join(", ")
  ])

let seen = 0
let frozen = false

// The last one that is shown comes again: without it, the numbers have started anew.
const showJournal = (entries) => {
  if (seen > 0 && entries[0]?.id !== seen) {
    seen = 0
    at("journal").replaceChildren()
    return
  }
  at("journal").prepend(...entries.filter(({ id }) => id > seen).map(entryOf).toReversed())
  seen = entries.at(-1)?.id ?? seen
  while (at("journal").rows.length > most) at("journal").deleteRow(-1)
}

const look = async () => {
  const [clock, faults, mailbox, entries] = await Promise.all(
    ["clock", "faults", "mailbox", "journal?after=" + Math.max(0, seen - 1)].map((path) => ask("GET", path))
  )
  frozen = clock.frozen
  at("now").textContent = time(clock.now) + (frozen ? ", stopped" : "")
  at("freeze").textContent = frozen ? "Go on" : "Stop"
  showAll("faults", faults.map(faultOf), lineOf(["None is armed."]))
  showAll("mailbox", mailbox.map(messageOf).toReversed(), lineOf(["None."]))
  showJournal(entries)
}

const tell = async (doing) => {
  try {
    await doing()
    await look()
    at("trouble").hidden = true
  } catch {
    at("trouble").hidden = false
  }
}

const on = (id, doing) => at(id).addEventListener("click", () => tell(doing))

for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", () => tell(() => ask("POST", "clock", { advance: button.dataset.advance })))
}
for (const button of document.querySelectorAll("[data-fault]")) {
  button.addEventListener("click", () => tell(() => ask("POST", "faults", JSON.parse(button.dataset.fault))))
}
on("freeze", () => ask("POST", "clock", { frozen: !frozen }))
on("disarm", () => ask("DELETE", "faults"))
on("reset", () => ask("POST", "reset"))

at("origin").textContent = location.origin
const again = async () => {
  if (!document.hidden) await tell(async () => undefined)
  setTimeout(again, 1000)
}
again()
`
