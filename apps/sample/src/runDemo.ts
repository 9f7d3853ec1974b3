/** `npm run demo`: runs the narrated walk and says how it went. */
import { demo } from "./demo.ts"

const started = performance.now()
await demo(console.log)
console.log(`\nEverything as documented, in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
