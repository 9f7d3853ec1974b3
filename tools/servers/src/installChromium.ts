/** Finds Chromium or installs the Debian package, and says which. Fails with what to do. */
import * as Chromium from "./Chromium.ts"
import * as DebianPackage from "./DebianPackage.ts"

const advice = `Tests of pages need Chromium or Chrome:
  Debian           sudo apt-get install chromium
  Ubuntu           sudo snap install chromium
  Fedora           sudo dnf install chromium
  macOS            brew install --cask chromium`

if (import.meta.main) DebianPackage.provide({ name: "chromium", find: Chromium.find, advice })
