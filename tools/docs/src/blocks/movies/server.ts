/** What the documentation's test for Playwright takes for granted: a page with a button that shows movies. `npm start` starts it. */
import { DefaultSeed } from "@atlas-bearer/emulator"
import { App, Credentials } from "@atlas-bearer/node"
import express from "express"

const { BASE_URL: baseUrl = "", PORT: port } = process.env
const app = App.make({ appId: DefaultSeed.app.clientAppId, baseUrl })

const page = `<!doctype html><title>Movies</title><button>Movies</button><ul></ul><script>
document.querySelector("button").onclick = async () => {
  const movies = await (await fetch("movies")).json()
  document.querySelector("ul").replaceChildren(...movies.map(({ title }) => {
    const item = document.createElement("li")
    item.textContent = title
    return item
  }))
}
</script>`

express()
  .get("/", async (_request, response) => {
    await app.logIn(Credentials.anonymous())
    response.send(page)
  })
  .get("/movies", async (_request, response) => {
    const reply = await app.currentUser?.graphql({ query: "{ movies { title } }" })
    response.json(reply?.data?.["movies"])
  })
  .listen(Number(port), "127.0.0.1")
